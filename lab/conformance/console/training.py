"""The console's pages of training runs: a run from the form to its end, and what goes wrong on purpose.

The run trains REAGENT_POLICY_MODEL, or what the form suggests, for three small steps.
"""

import os
import re

from browsing import BASE, KEY, PATIENCE_MS, expected, go, options, picture, pictures, quiet, settle
from checks import check
from playwright.sync_api import Page, expect

page: Page
state: dict[str, str] = {}


@check
def the_address_of_the_service_leads_to_the_list_of_runs():
    page.goto(f"{BASE}/")
    if KEY:
        go(page, "/runs")
    settle(page)
    expect(page.get_by_role("heading", name="Runs", exact=True)).to_be_visible()
    assert page.url.startswith(f"{BASE}/console/"), page.url
    quiet()


@check
def a_mistake_in_the_form_is_shown_at_its_field():
    go(page, "/start")
    expect(page.get_by_label("clip_high")).to_have_attribute("placeholder", "0.34")
    page.get_by_label("clip_high").fill("lots")
    expected.append("400 (")
    page.get_by_role("button", name="Start the run").click()
    error = page.locator("[data-field='options.clip_high'] .error")
    expect(error).to_contain_text("must be a number")
    expect(page.get_by_label("clip_high")).to_be_focused()
    expect(page.get_by_label("clip_high")).to_have_attribute("aria-invalid", "true")
    picture(page, "form-error")
    page.get_by_label("clip_high").fill("")
    page.get_by_label("Base model").fill("no-such-model")
    page.get_by_role("button", name="Start the run").click()
    expect(page.locator(".invalid .error, .problem")).to_contain_text("no-such-model")
    expected.clear()
    quiet()
    return error.text_content()


@check
def a_run_started_by_the_form_is_watched_to_its_end():
    if options.keep:
        state["run"] = options.keep
        return "kept"
    go(page, "/start")
    page.get_by_role("button", name="Small model, one machine").click()
    page.get_by_label("Name", exact=True).fill("from the form")
    if os.environ.get("REAGENT_POLICY_MODEL"):
        page.get_by_label("Base model").fill(os.environ["REAGENT_POLICY_MODEL"])
    small = {"steps": 3, "tasks_per_step": 4, "group_size": 4, "evaluate_every": 3, "evaluation_tasks": 8}
    for option, value in small.items():
        page.get_by_label(option, exact=True).fill(str(value))
    page.get_by_role("button", name="Start the run").click()
    page.wait_for_url(re.compile(r"#/runs/[0-9a-f-]{36}$"))
    state["run"] = page.url.rsplit("/", 1)[1]
    # from here on nothing is loaded again: what appears was told by the stream of events
    expect(page.locator(".progress-card")).to_contain_text(re.compile("[1-3] of 3 steps"), timeout=PATIENCE_MS)
    expect(page.locator(".chart").first.locator("canvas")).to_be_visible()
    picture(page, "run-live")
    expect(page.locator(".state-succeeded")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".progress-card")).to_contain_text("3 of 3 steps")
    expect(page.get_by_role("row", name=re.compile("step 3"))).not_to_have_count(0)
    quiet()
    return state["run"]


@check
def its_step_and_a_rollout_are_a_click_away():
    go(page, f"/runs/{state['run']}")
    page.get_by_role("link", name="step 1", exact=True).first.click()
    settle(page)
    expect(page.get_by_role("heading", name=re.compile("Step 1 of"))).to_be_visible()
    expect(page.locator(".group:not(.head)")).not_to_have_count(0)
    state["step"] = page.url.split("#")[1]
    page.get_by_text("Advantages", exact=True).click()
    expect(page.locator(".zero").first).to_be_attached()
    page.get_by_text("Rewards", exact=True).click()
    dots = page.locator(".groups a.dot.refined:not(.without)")
    remark = dots.first.get_attribute("aria-label")
    dots.first.click()
    settle(page)
    expect(page.locator(".side")).to_have_count(2)
    expect(page.locator(".side.here .formula").first).to_contain_text("lambda")
    expect(page.locator(".side.here .reasoning")).to_be_visible()
    expect(page.locator(".turn.answer")).to_have_count(2)
    state["rollout"] = page.url.split("#")[1]
    quiet()
    return remark


@check
def a_checkpoint_leads_to_the_form_of_its_evaluation():
    go(page, f"/runs/{state['run']}")
    page.get_by_role("link", name="evaluate", exact=True).first.click()
    settle(page)
    expect(page.locator("[name='policy']")).to_have_value(re.compile("^tinker://"))
    expect(page.locator("[name='run.id']")).to_have_value(state["run"])
    quiet()


@check
def a_fork_begins_with_the_settings_of_its_run():
    go(page, f"/runs/{state['run']}")
    page.get_by_role("link", name="Fork…").click()
    settle(page)
    expect(page.locator("[data-field='options.steps']")).to_contain_text("now 3")
    quiet()


@check
def a_cancelled_run_resumes():
    if options.keep:
        return "left out"
    go(page, f"/runs/{state['run']}/fork")
    page.get_by_label("Name", exact=True).fill("forked, stopped, resumed")
    page.get_by_label("steps", exact=True).fill("1")
    page.get_by_role("button", name="Start the fork").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".state-cancelled")).to_be_visible()
    page.get_by_role("button", name="Resume").click()
    expect(page.locator(".state-succeeded")).to_be_visible(timeout=PATIENCE_MS)
    state["fork"] = page.url.rsplit("/", 1)[1]
    quiet()


@check
def two_runs_lie_over_one_another():
    go(page, "/runs")
    boxes = page.get_by_role("checkbox")
    boxes.nth(0).check()
    if boxes.count() > 1:
        boxes.nth(1).check()
    page.get_by_role("link", name=re.compile(r"Compare \d run")).click()
    settle(page)
    expect(page.locator(".chart canvas")).not_to_have_count(0)
    page.get_by_text("Sampled tokens", exact=True).last.click()
    expect(page.locator(".chart canvas")).not_to_have_count(0)
    state["compare"] = page.url.split("#")[1]
    quiet()


@check
def what_is_not_there_is_said():
    expected.append("404 (")
    expected.append("400 (")
    page.goto(f"{BASE}/console/#/runs/0198f3b2-7c1e-7a63-9d7e-0a4f5f2b6c11")
    expect(page.locator(".problem")).to_contain_text("There is no training run")
    page.goto(f"{BASE}/console/#/nowhere")
    expect(page.locator(".problem")).to_contain_text("no page /nowhere")
    expected.clear()
    quiet()


@check
def the_keyboard_reaches_everything():
    go(page, "/runs")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#view")).to_be_focused()
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim().slice(0, 40)"))
    assert "Start a run" in reached, reached
    unnamed = page.evaluate(
        """[...document.querySelectorAll('input, select, button, a')].filter((e) => e.offsetParent !== null
           && !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).map((e) => e.outerHTML)"""
    )
    assert not unnamed, unnamed


@check
def every_page_looks_right_wide_and_narrow_light_and_dark():
    run_page = f"/runs/{state['run']}"
    pages = {
        "runs": "/runs", "start": "/start", "run": run_page, "step": state["step"], "rollout": state["rollout"],
        "evaluation": f"{run_page}/evaluations/0", "fork": f"{run_page}/fork",
        "compare": state.get("compare", f"/compare?runs={state['run']}"),
    }  # fmt: skip
    remark = pictures(page.context.browser, pages, tuple(pages))
    quiet()
    return remark
