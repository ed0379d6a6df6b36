"""Pictures of pages: sizes, colors, when they are ready, where they begin."""

import numpy as np
import pytest

from pictures import browser as chromium
from pictures.browser import View, find_browser, opened_browser, picture_of

PAGE = """<!DOCTYPE html>
<style>
body { margin: 0; background: rgb(250, 0, 0); }
@media (prefers-color-scheme: dark) { body { background: rgb(0, 0, 250); } }
@media (max-width: 400px) { body { background: rgb(0, 250, 0); } }
div { height: 700px; }
h2 { margin: 0; height: 250px; font-size: 0; background: rgb(10, 20, 30); }
</style>
<div></div><h2>Below</h2>
<script>setTimeout(() => {
  document.body.className = "ready";
  document.body.style.background = "rgb(7, 7, 7)";
}, 300);</script>
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
        pytest.skip("needs Chromium and Playwright")
    with opened_browser(program) as opened:
        yield opened


def colors(picture):
    return np.unique(picture.reshape(-1, 3), axis=0).tolist()


@pytest.mark.parametrize(
    ("width", "is_dark", "color"),
    [
        (800, False, [250, 0, 0]),
        (800, True, [0, 0, 250]),
        (390, False, [0, 250, 0]),
    ],
)
def test_a_window_has_its_width_and_its_colors(
    browser, page, width, is_dark, color
):
    picture = picture_of(browser, page, View(width, 200, is_dark))
    assert picture.shape == (200, width, 3) and picture.dtype == np.uint8
    assert colors(picture) == [color]


def test_a_picture_begins_with_its_heading(browser, page):
    picture = picture_of(browser, page, View(800, 250), heading="Below")
    assert colors(picture) == [[10, 20, 30]]


def test_it_waits_until_an_element_is_there(browser, page, monkeypatch):
    picture = picture_of(browser, page, View(800, 200), ".ready")
    assert colors(picture) == [[7, 7, 7]]
    monkeypatch.setattr(chromium, "PATIENCE", 0.5)
    with pytest.raises(Exception, match="Timeout 500ms exceeded"):
        picture_of(browser, page, View(800, 200), ".never")


def test_a_page_that_is_not_there_is_named(browser, tmp_path):
    address = (tmp_path / "none.html").as_uri()
    with pytest.raises(Exception, match="ERR_FILE_NOT_FOUND.*none.html"):
        picture_of(browser, address, View(800, 200))
