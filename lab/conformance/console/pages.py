"""The web console in a real browser: every page, runs and evaluations from the form to their end, and what goes wrong on purpose.

    PYTHONPATH=lab/conformance python lab/conformance/console/pages.py --screenshots DIR

The browser is the Chromium that CHROME names, or one in PATH. The console is that of REAGENT_TRAINING_URL; REAGENT_TRAINING_KEY
is typed into its dialog when it asks for a key. Whatever the browser's console reports, be it an error or a violation of the
page's security policy, and any request to another host, is a failure.
"""

import sys
from importlib import import_module

from browsing import installed_browser, opened, options
from checks import run
from playwright.sync_api import sync_playwright

PARTS = {"runs": "training", "evaluations": "evaluating"}

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=installed_browser(), args=["--no-sandbox"])
    page = opened(browser, "wide-light")
    for name, module in PARTS.items():
        if options.only in (None, name):
            import_module(module).page = page
    code = run()
    browser.close()
sys.exit(code)
