"""Chromium without a window, to take pictures of pages."""

import contextlib
import importlib.util
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
PATIENCE = 60
"""Seconds until a page must be ready."""


def find_browser() -> str | None:
    """Path of the machine's Chromium or Chrome, and Playwright to drive it.

    Returns:
        None where one of them is missing.
    """
    if importlib.util.find_spec("playwright") is None:
        return None
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@dataclass(frozen=True)
class View:
    """Window that a page is shown in.

    Attributes:
        width, height: int >= 1, in pixels.
        is_dark: whether the page is asked for its dark colors.
    """

    width: int
    height: int
    is_dark: bool = False


@contextlib.contextmanager
def opened_browser(program: str) -> Iterator[Any]:
    """Chromium, a `playwright.sync_api.Browser`, until the block ends.

    Args:
        program: of `find_browser`.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        try:
            yield browser
        finally:
            browser.close()


def picture_of(
    browser,
    address: str,
    view: View,
    ready: str = "body",
    heading: str = "",
) -> np.ndarray:
    """Picture of a page, uint8 RGB `(height, width, 3)`.

    Args:
        browser: of `opened_browser`.
        address: of the page, `file://` or `http://`.
        view: the window.
        ready: CSS selector of an element that is there when the page is
            ready.
        heading: of second level, with which the picture begins; "" for the
            top of the page.

    Raises:
        playwright.sync_api.Error: if the page or the heading is not there, or
            the page is not ready within `PATIENCE` seconds.
    """
    colors = "dark" if view.is_dark else "light"
    size = {"width": view.width, "height": view.height}
    with browser.new_page(viewport=size, color_scheme=colors) as page:
        page.set_default_timeout(1000 * PATIENCE)
        page.goto(address)
        page.wait_for_selector(ready, state="attached")
        top = _top_of(page, heading) if heading else 0
        taken = page.screenshot(full_page=True, clip={"x": 0, "y": top, **size})
    return np.asarray(Image.open(io.BytesIO(taken)).convert("RGB"))


def _top_of(page, heading: str) -> float:
    """Where a heading begins, in pixels of the page."""
    found = page.get_by_role("heading", name=heading, exact=True)
    return found.evaluate("one => one.getBoundingClientRect().top + scrollY")
