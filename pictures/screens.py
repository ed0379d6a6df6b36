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
from pictures.browser import View, find_browser, opened_browser, picture_of
from pictures.commands import MODULE, run_deeplab
from pictures.demo_run import DemoRun

WIDTH = 1280
PHONE, BETWEEN = (390, 1180), 20
APP = View(1180, 1020)
WORST = "The worst images"
"""Heading with which the phone's second screen begins."""


def draw_report(demo: DemoRun) -> np.ndarray:
    """The page of an evaluation, in a light window."""
    page = _page(demo.home, "evaluation.html", "run")
    (picture,) = _screens(page, [(View(WIDTH, 1425), "")])
    return picture


def draw_comparison(demo: DemoRun) -> np.ndarray:
    """The page of two models, in a dark window."""
    models = ("run", "export/model_int8.tflite")
    page = _page(demo.home, "comparison.html", *models)
    (picture,) = _screens(page, [(View(WIDTH, 1488, is_dark=True), "")])
    return picture


def draw_phone(demo: DemoRun) -> np.ndarray:
    """The page of an evaluation on a phone: light above, dark further down."""
    page = _page(demo.home, "evaluation.html", "run")
    light, dark = View(*PHONE), View(*PHONE, is_dark=True)
    left, right = _screens(page, [(light, ""), (dark, WORST)])
    between = np.full((light.height, BETWEEN, 3), 255, np.uint8)
    return np.hstack([left, between, right])


def draw_app(demo: DemoRun) -> np.ndarray:
    """The page to try a model, with the first of its drawn streets."""
    ready = "#result:not([hidden])"
    with (
        _app(demo.home) as address,
        opened_browser(find_browser()) as browser,
    ):
        for _ in range(2):  # the first time contains preparations
            picture = picture_of(browser, f"{address}?sample=0", APP, ready)
        return picture


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


def _screens(page: str, views: list[tuple[View, str]]) -> list[np.ndarray]:
    """Pictures of a page, each in its window and from its heading on."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        opened_browser(find_browser()) as browser,
    ):
        file = Path(scratch) / "page.html"
        file.write_text(page, encoding="utf-8")
        return [
            picture_of(browser, file.as_uri(), view, heading=heading)
            for view, heading in views
        ]
