"""The console's pages of evaluations: policies and judges from the form to the result, compared, graded again and shown blindly."""

import os
import re
import time

from browsing import BASE, PATIENCE_MS, expected, go, picture, pictures, quiet, settle
from checks import check
from playwright.sync_api import Page, expect

POLICY = os.environ.get("REAGENT_EVALUATED_POLICY", "policy-tiny")
JUDGE = os.environ.get("REAGENT_EVALUATED_JUDGE", "rrm-tiny")
QUESTIONS = 12
STAMP = time.strftime("%H:%M:%S")

page: Page
state: dict[str, str] = {}


def fill(fields: dict[str, str | int]) -> None:
    for name, value in fields.items():
        page.locator(f"[name='{name}']").fill(str(value))


def opened_sections() -> None:
    page.locator("details.card").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")


def ended() -> None:
    """From here on nothing is loaded again: what appears was told by the stream of events."""
    expect(page.locator(".state-succeeded")).to_be_visible(timeout=PATIENCE_MS)


def started_from_form(name: str, more: dict[str, str | int], strategy: str, judge: str | None) -> str:
    go(page, "/evaluations/new")
    opened_sections()
    page.locator("[name='benchmark']").select_option("world")
    fill({"name": name, "policy": POLICY, "samples": 2, "subset.limit": QUESTIONS, "seed": 5, **more})
    page.locator("[name='strategy']").select_option(strategy)
    if judge:
        page.locator("[name='judge']").select_option(judge)
    page.get_by_role("button", name="Start the evaluation").click()
    page.wait_for_url(re.compile(r"#/evaluations/[0-9a-f-]{36}$"))
    return page.url.rsplit("/", 1)[1]


@check
def what_is_wrong_with_an_evaluation_is_shown_at_its_field():
    go(page, "/evaluations")
    page.get_by_role("link", name=re.compile("Start (an|the first) evaluation")).first.click()
    settle(page)
    opened_sections()
    expect(page.locator("[name='samples']")).to_have_attribute("placeholder", re.compile(r"\d"))
    expected.extend(("400 (", "422 ("))
    fill({"samples": "lots"})
    page.get_by_role("button", name="Start the evaluation").click()
    expect(page.locator("[data-field='samples'] .error")).to_contain_text("samples")
    expect(page.locator("[name='samples']")).to_be_focused()
    fill({"samples": "", "policy": "no-such-model"})
    page.get_by_role("button", name="Start the evaluation").click()
    error = page.locator("[data-field='policy'] .error")
    expect(error).to_contain_text("no-such-model")
    picture(page, "evaluate-error")
    expected.clear()
    quiet()
    return error.text_content()


@check
def a_benchmark_that_is_not_here_says_where_to_get_it():
    go(page, "/evaluations/new")
    page.locator("[name='benchmark']").select_option("gsm8k")
    expect(page.locator(".benchmark")).to_contain_text(re.compile("github.com"))
    picture(page, "evaluate-absent")
    quiet()


@check
def an_evaluation_started_by_the_form_is_watched_to_its_end():
    state["plain"] = started_from_form(f"plain {STAMP}", {"sampling.temperature": 1}, "plain", None)
    expect(page.locator(".progress-card")).to_contain_text(re.compile("[1-9][0-9]* of 24 attempts"), timeout=PATIENCE_MS)
    picture(page, "measured-live")
    ended()
    expect(page.locator(".progress-card")).to_contain_text("24 of 24 attempts")
    expect(page.locator(".fact.wide")).to_contain_text(re.compile(r"95 %: \d+ % to \d+ %"))
    expect(page.locator(".question-card")).to_have_count(QUESTIONS)
    quiet()
    return page.locator(".fact.wide").text_content()


@check
def another_with_critiques_is_started_and_watched():
    state["refined"] = started_from_form(f"refined {STAMP}", {"sampling.temperature": 1}, "reagent-c", JUDGE)
    ended()
    quiet()


@check
def an_attempt_leads_to_what_the_agent_did():
    go(page, f"/evaluations/{state['refined']}")
    page.locator(".question-card summary").first.click()
    page.locator(".question-card[open] .attempt a").first.click()
    settle(page)
    expect(page.locator(".turn.answer").first).to_be_visible()
    expect(page.locator(".judgement").first).to_be_visible()
    state["attempt"] = page.url.split("#")[1]
    quiet()


@check
def only_questions_with_wrong_attempts_are_shown():
    go(page, f"/evaluations/{state['plain']}")
    page.get_by_text("With a wrong attempt", exact=True).click()
    page.wait_for_timeout(500)
    for text in page.locator(".question-card summary .badge").all_text_contents():
        assert text != "2 of 2 right", text
    quiet()


@check
def it_is_extended_graded_again_and_saved():
    go(page, f"/evaluations/{state['plain']}")
    page.get_by_text("Extend: more attempts at each question").click()
    page.get_by_role("button", name="Extend", exact=True).click()
    expect(page.locator(".progress-card")).to_contain_text("of 36 attempts")
    ended()
    expect(page.locator(".progress-card")).to_contain_text("36 of 36 attempts")
    expect(page.locator(".chart canvas").first).to_be_visible(timeout=20_000)
    page.get_by_text("Score again: the attempts stay, others grade them").click()
    page.locator("[name='grader.name']").select_option("exact-match")
    page.get_by_role("button", name="Score again", exact=True).click()
    expect(page.locator(".scoring option")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert download.value.suggested_filename.endswith(".csv"), download.value.suggested_filename
    with open(download.value.path(), encoding="utf-8") as table:
        assert len(table.readlines()) >= 37
    quiet()
    return download.value.suggested_filename


@check
def two_are_held_against_each_other():
    go(page, "/evaluations")
    for name in ("plain", "refined"):
        page.get_by_role("checkbox", name=f"Compare {name} {STAMP}").check()
    page.get_by_role("link", name="Compare the two").click()
    settle(page)
    expect(page.locator(".lead")).to_be_visible()
    expect(page.locator(".fact.wide")).to_contain_text("b less a")
    flipped = page.locator(".question-card")
    if flipped.count():
        flipped.first.locator("summary").click()
        expect(flipped.first.locator(".side")).to_have_count(2)
        expect(flipped.first.locator(".attempt").first).to_be_visible()
    picture(page, "policies-compared-open")
    state["compared"] = page.url.split("#")[1]
    quiet()
    return page.locator(".lead").text_content()


@check
def a_judge_is_evaluated_on_the_attempts():
    for number, more in enumerate(({"repeats": 2}, {"threshold": 0.4})):
        go(page, f"/evaluations/judges/new?evaluation={state['plain']}")
        page.locator("[name='judge']").select_option(JUDGE)
        fill({"name": f"judge {number} {STAMP}", "resamples": 200, **more})
        page.get_by_role("button", name="Start the evaluation").click()
        page.wait_for_url(re.compile(r"#/evaluations/judges/[0-9a-f-]{36}$"))
        state[f"judge-{number}"] = page.url.rsplit("/", 1)[1]
        ended()
    expect(page.get_by_role("region", name="The judge beside length alone")).to_contain_text("shorter")
    expect(page.locator(".chart canvas").first).to_be_visible()
    page.get_by_role("region", name=re.compile("farthest from their label")).get_by_role("link").first.click()
    settle(page)
    expect(page.locator(".judgement").first).to_be_visible()
    state["judged"] = page.url.split("#")[1]
    go(page, f"/evaluations/judges/compare?a={state['judge-0']}&b={state['judge-1']}")
    expect(page.get_by_role("region", name="Figures of both judges")).to_contain_text("AUROC")
    quiet()


@check
def the_grid_has_a_cell_of_the_benchmark():
    go(page, "/evaluations/grid?benchmark=world")
    expect(page.locator("table.grid td a").first).to_contain_text("%")
    quiet()


@check
def two_attempts_are_preferred_blindly():
    go(page, f"/evaluations/preferences?a={state['plain']}&b={state['refined']}")
    expect(page.locator(".pair .side")).to_have_count(2)
    expect(page.locator(".pair .badge")).to_have_count(0)  # no grade, and nobody's name
    assert POLICY not in page.locator(".pair").inner_text()
    page.get_by_role("button", name="Left is better").click()
    expect(page.get_by_text("Say who you are first")).to_be_visible()
    page.get_by_label("You are").fill("a person of this check")
    page.get_by_role("button", name="Left is better").click()
    expect(page.locator(".facts .fact").first).to_contain_text(re.compile("Preferences"))
    quiet()


@check
def what_is_not_there_is_said_of_evaluations_too():
    expected.append("404 (")
    page.goto(f"{BASE}/console/#/evaluations/0198f3b2-7c1e-7a63-9d7e-0a4f5f2b6c11")
    expect(page.locator(".problem")).to_contain_text("There is no evaluation")
    expected.clear()
    quiet()


@check
def every_page_of_evaluations_looks_right_wide_and_narrow_light_and_dark():
    judge = f"/evaluations/judges/{state['judge-0']}"
    pages = {
        "evaluations": "/evaluations", "evaluate": "/evaluations/new", "measured": f"/evaluations/{state['plain']}",
        "attempt": state["attempt"], "policies-compared": state["compared"], "judges": "/evaluations/judges",
        "judge-start": "/evaluations/judges/new", "judge": judge, "judged": state["judged"],
        "judges-compared": f"/evaluations/judges/compare?a={state['judge-0']}&b={state['judge-1']}",
        "grid": "/evaluations/grid", "preferences": f"/evaluations/preferences?a={state['plain']}&b={state['refined']}",
    }  # fmt: skip
    remark = pictures(page.context.browser, pages, ("measured", "policies-compared", "judge"))
    quiet()
    return remark
