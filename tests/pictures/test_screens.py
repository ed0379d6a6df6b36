"""Screens: which part of a page, which colors, the app's second answer."""

import sys

import pytest

from pictures import browser, screens
from pictures.browser import find_browser
from pictures.demo_run import DemoRun

pytestmark = pytest.mark.skipif(
    find_browser() is None, reason="needs Chromium and Playwright"
)
LIGHT, DARK, BELOW = [250, 250, 0], [0, 0, 90], [9, 99, 9]
PAGE = """<!DOCTYPE html>
<style>
body { margin: 0; background: rgb(250, 250, 0); }
@media (prefers-color-scheme: dark) { body { background: rgb(0, 0, 90); } }
div { height: 2000px; }
h2 { margin: 0; font-size: 0; height: 1200px; background: rgb(9, 99, 9); }
</style>
<div></div><h2>Other</h2><div></div><h2>The worst images</h2>
"""
SERVER = """
import http.server, sys
PAGE = b'''<body style="margin: 0"><p id="result" hidden></p><script>
if (location.search === "?sample=0")
  setTimeout(() => { document.getElementById("result").hidden = false; }, 100)
document.body.style.background = "rgb(0, ASKED, 0)"
</script>'''
class Handler(http.server.BaseHTTPRequestHandler):
    asked = 0
    def do_GET(self):
        Handler.asked += "?sample" in self.path
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.replace(b"ASKED", b"%d" % Handler.asked))
    def log_message(self, *words):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print("run: 9 classes. Open in a browser:")
print(f"  http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
"""


@pytest.fixture
def demo(tmp_path, monkeypatch):
    monkeypatch.setattr(screens, "_page", lambda *words: PAGE)
    return DemoRun(tmp_path)


def test_a_report_is_light_and_a_comparison_dark(demo):
    report, comparison = map(
        lambda draw: draw(demo), (screens.draw_report, screens.draw_comparison)
    )
    assert report.shape == (1425, 1280, 3) and (report == LIGHT).all()
    assert comparison.shape == (1488, 1280, 3) and (comparison == DARK).all()


def test_a_phone_has_a_light_beginning_and_the_worst_images_dark(demo):
    picture = screens.draw_phone(demo)
    assert picture.shape == (1180, 390 + 20 + 390, 3)
    assert (picture[:, :390] == LIGHT).all()
    assert (picture[:, 390:410] == [255, 255, 255]).all()
    assert (picture[:, 410:] == BELOW).all()


def test_a_heading_that_is_not_there_is_named(demo, monkeypatch):
    monkeypatch.setattr(screens, "WORST", "The best images")
    monkeypatch.setattr(browser, "PATIENCE", 0.5)
    with pytest.raises(Exception, match='heading", name="The best images"'):
        screens.draw_phone(demo)


def test_the_app_is_asked_twice_and_ended(demo, monkeypatch):
    command = [sys.executable, "-c", SERVER]
    monkeypatch.setattr(screens, "child_command", lambda module: command)
    picture = screens.draw_app(demo)
    assert picture.shape == (1020, 1180, 3)
    assert (picture == [0, 2, 0]).all()


def test_an_app_that_ends_at_once_is_told(demo, monkeypatch):
    command = [sys.executable, "-c", "print('error: no model')"]
    monkeypatch.setattr(screens, "child_command", lambda module: command)
    with pytest.raises(RuntimeError, match="ended before it said its address"):
        screens.draw_app(demo)
