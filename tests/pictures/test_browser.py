"""Chromium without a window: sizes, colors, conditions, where it looks."""

import numpy as np
import pytest

from pictures import browser as chromium
from pictures.browser import Browser, find_browser

PAGE = """<!DOCTYPE html>
<style>
body { margin: 0; background: rgb(250, 0, 0); }
@media (prefers-color-scheme: dark) { body { background: rgb(0, 0, 250); } }
@media (max-width: 400px) { body { background: rgb(0, 250, 0); } }
div { height: 700px; }
p { margin: 0; height: 50px; background: rgb(10, 20, 30); }
</style>
<div></div><p></p>
<script>setTimeout(() => { document.title = "ready"; }, 300);</script>
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(PAGE)
    return file.as_uri()


@pytest.fixture(scope="module")
def browser():
    program = find_browser()
    if program is None:
        pytest.skip("needs Chromium")
    with Browser(program) as opened:
        yield opened


def colors(picture):
    return np.unique(picture.reshape(-1, 3), axis=0).tolist()


@pytest.mark.parametrize(
    ("width", "dark", "color"),
    [
        (800, False, [250, 0, 0]),
        (800, True, [0, 0, 250]),
        (390, False, [0, 250, 0]),
    ],
)
def test_a_window_has_its_width_and_its_colors(
    browser, page, width, dark, color
):
    browser.open(page, width, 200, dark)
    browser.wait_for()
    picture = browser.picture(0, width, 200)
    assert picture.shape == (200, width, 3) and picture.dtype == np.uint8
    assert colors(picture) == [color]


def test_a_picture_begins_further_down(browser, page):
    browser.open(page, 800, 200, dark=False)
    browser.wait_for()
    assert colors(browser.picture(700, 800, 50)) == [[10, 20, 30]]
    assert colors(browser.picture(600, 800, 100)) == [[250, 0, 0]]


def test_it_waits_until_a_condition_holds(browser, page, monkeypatch):
    browser.open(page, 800, 200, dark=False)
    browser.wait_for("document.title === 'ready'")
    assert browser.evaluate("document.title") == "ready"
    monkeypatch.setattr(chromium, "PATIENCE", 0.2)
    with pytest.raises(TimeoutError, match="not yet: document.title === 'no'"):
        browser.wait_for("document.title === 'no'")


def test_a_page_that_is_not_there_is_named(browser, tmp_path):
    address = (tmp_path / "none.html").as_uri()
    with pytest.raises(RuntimeError, match="none.html: .*ERR_FILE_NOT_FOUND"):
        browser.open(address, 800, 200, dark=False)
