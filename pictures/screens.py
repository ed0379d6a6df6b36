"""Screens of the pages: reports, light and dark and on a phone, and the app."""

import contextlib
import functools
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from deeplab_family.child_process import child_command
from pictures.browser import Browser, find_browser
from pictures.commands import MODULE, run_deeplab
from pictures.demo_run import DemoRun

WIDTH = 1280
PHONE, PHONE_HEIGHT, BETWEEN = 390, 1180, 20
APP = 1180, 1020
WORST = "The worst images"
"""Heading with which the phone's second screen begins."""


def draw_report(demo: DemoRun) -> np.ndarray:
    """The page of an evaluation, in a light window."""
    page = _page(demo.home, "evaluation.html", "run")
    return _screens(page, [(WIDTH, 1425, False, "")])[0]


def draw_comparison(demo: DemoRun) -> np.ndarray:
    """The page of two models, in a dark window."""
    models = ("run", "export/model_int8.tflite")
    page = _page(demo.home, "comparison.html", *models)
    return _screens(page, [(WIDTH, 1488, True, "")])[0]


def draw_phone(demo: DemoRun) -> np.ndarray:
    """The page of an evaluation on a phone: light above, dark further down."""
    page = _page(demo.home, "evaluation.html", "run")
    left, right = _screens(
        page,
        [
            (PHONE, PHONE_HEIGHT, False, ""),
            (PHONE, PHONE_HEIGHT, True, WORST),
        ],
    )
    between = np.full((PHONE_HEIGHT, BETWEEN, 3), 255, np.uint8)
    return np.hstack([left, between, right])


def draw_app(demo: DemoRun) -> np.ndarray:
    """The page to try a model, with the first of its drawn streets."""
    with _app(demo.home) as address, Browser(find_browser()) as browser:
        for _ in range(2):  # the first time contains preparations
            browser.open(f"{address}?sample=0", *APP, dark=False)
            browser.wait_for("!document.getElementById('result').hidden")
        return browser.picture(0, *APP)


@contextlib.contextmanager
def _app(home: Path) -> Iterator[str]:
    """Address of the app, which is served meanwhile."""
    words = [*child_command(module=MODULE), "app", "run", "--port", "0"]
    with subprocess.Popen(
        words, cwd=home, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            yield _address(server.stdout)
        finally:
            server.terminate()


def _address(lines) -> str:
    for line in lines:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise RuntimeError("The app ended before it said its address")


@functools.cache
def _page(home: Path, name: str, *models: str) -> str:
    """A page of `deeplab evaluate`, as it writes it now."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report"
        run_deeplab("evaluate", *models, "--report", report, folder=home)
        return (report / name).read_text(encoding="utf-8")


def _screens(page: str, views) -> list[np.ndarray]:
    """Width, height, whether dark, and the heading to begin with."""
    pictures = []
    with (
        tempfile.TemporaryDirectory() as scratch,
        Browser(find_browser()) as browser,
    ):
        file = Path(scratch) / "page.html"
        file.write_text(page, encoding="utf-8")
        for width, height, dark, heading in views:
            browser.open(file.as_uri(), width, height, dark)
            browser.wait_for()
            top = browser.evaluate(_top_of(heading)) if heading else 0
            pictures.append(browser.picture(top, width, height))
    return pictures


def _top_of(heading: str) -> str:
    """JavaScript: where a heading begins, in pixels of the page."""
    return (
        "[...document.querySelectorAll('h2')].find("
        f"one => one.textContent === '{heading}'"
        ").getBoundingClientRect().top + scrollY"
    )
