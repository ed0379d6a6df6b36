"""Chromium without a window, to take pictures of pages."""

import base64
import io
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time

import numpy as np
from PIL import Image

PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
PATIENCE = 60
"""Seconds for an answer, and for a page to be ready."""

FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-gpu",
)

# Chromium reads from 3 and writes to 4, which pass_fds alone cannot promise.
_START = """
import os, sys
theirs, ours = map(int, sys.argv[1:3])
os.dup2(theirs, 98, False)
os.dup2(ours, 99, False)
os.dup2(98, 3)
os.dup2(99, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


def find_browser() -> str | None:
    """Path of the machine's Chromium or Chrome; None where there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Browser:
    """A page of Chromium, which is told what to show through a pipe.

    Args:
        program: of `find_browser`.
    """

    def __init__(self, program: str):
        self._home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs, self._out = os.pipe()
        self._in, to_us = os.pipe()
        flags = [*FLAGS, f"--user-data-dir={self._home.name}"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # root has none
        starter = [sys.executable, "-I", "-c", _START, str(theirs), str(to_us)]
        self._process = subprocess.Popen(
            [*starter, program, *flags],
            pass_fds=(theirs, to_us),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(to_us)
        self._asked, self._received, self._session = 0, b"", None

    def __enter__(self) -> "Browser":
        try:
            page = self._ask("Target.createTarget", url="about:blank")
            page["flatten"] = True
            answer = self._ask("Target.attachToTarget", **page)
        except BaseException:
            self.__exit__()
            raise
        self._session = answer["sessionId"]
        return self

    def __exit__(self, *error) -> None:
        os.close(self._out)  # at which it ends
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        self._home.cleanup()

    def open(self, address: str, width: int, height: int, dark: bool) -> None:
        """Opens a page; `wait_for` says when it is there.

        Args:
            address: of the page, `file://` or `http://`.
            width, height: of the window, in pixels.
            dark: whether the page is asked for its dark colors.
        """
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        self._ask("Emulation.setDeviceMetricsOverride", mobile=False, **size)
        scheme = {
            "name": "prefers-color-scheme",
            "value": "dark" if dark else "light",
        }
        self._ask("Emulation.setEmulatedMedia", features=[scheme])
        answer = self._ask("Page.navigate", url=address)
        if "errorText" in answer:
            raise RuntimeError(f"{address}: {answer['errorText']}")

    def wait_for(self, condition: str = "true") -> None:
        """Waits until the page is loaded and a condition holds.

        Args:
            condition: JavaScript.

        Raises:
            TimeoutError: if it does not within `PATIENCE` seconds.
        """
        until = time.monotonic() + PATIENCE
        loaded = f"document.readyState === 'complete' && ({condition})"
        while not self.evaluate(f"Boolean({loaded})"):
            if time.monotonic() > until:
                raise TimeoutError(f"After {PATIENCE} s not yet: {condition}")
            time.sleep(0.1)

    def evaluate(self, script: str):
        """Value of a line of JavaScript in the page.

        Raises:
            RuntimeError: if it fails, with the line.
        """
        answer = self._ask(
            "Runtime.evaluate", expression=script, returnByValue=True
        )
        if "exceptionDetails" in answer:
            reason = answer["result"].get("description", "an error")
            raise RuntimeError(f"{script}: {reason.splitlines()[0]}")
        return answer["result"].get("value")

    def picture(self, top: int, width: int, height: int) -> np.ndarray:
        """Part of the page from `top` on, uint8 RGB `(height, width, 3)`."""
        clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
        answer = self._ask(
            "Page.captureScreenshot", clip=clip, captureBeyondViewport=True
        )
        data = io.BytesIO(base64.b64decode(answer["data"]))
        return np.asarray(Image.open(data).convert("RGB"))

    def _ask(self, method: str, **parameters) -> dict:
        self._asked += 1
        question = {
            "id": self._asked,
            "method": method,
            "params": parameters,
        }
        if self._session:
            question["sessionId"] = self._session
        os.write(self._out, json.dumps(question).encode() + b"\0")
        while (answer := self._message()).get("id") != self._asked:
            pass  # an event
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _message(self) -> dict:
        while b"\0" not in self._received:
            ready, _, _ = select.select([self._in], [], [], PATIENCE)
            piece = os.read(self._in, 1 << 20) if ready else b""
            if not piece:
                raise RuntimeError("Chromium ended, or does not answer")
            self._received += piece
        message, _, self._received = self._received.partition(b"\0")
        return json.loads(message)
