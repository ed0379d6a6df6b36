"""Chromium without a window, driven by its DevTools protocol over pipes.

Source: chromedevtools.github.io/devtools-protocol; with
`--remote-debugging-pipe` messages of JSON, each ended by a zero byte, go
through the file descriptors 3 and 4.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import time

NAMES = ("chromium", "chromium-browser", "google-chrome")

AS_3_AND_4 = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """A browser with one page; a context that ends it.

    Args:
        folder: for its profile and what it saves.
    """

    def __init__(self, folder):
        commands, self._to = os.pipe()
        self._from, answers = os.pipe()
        words = [find_chromium(), "--headless=new", "--no-sandbox"]
        words += ["--remote-debugging-pipe", f"--user-data-dir={folder}"]
        words += ["--disable-gpu", "--no-first-run", "--hide-scrollbars"]
        words += ["--disable-background-networking", "about:blank"]
        ends = map(str, (commands, answers))
        self._process = subprocess.Popen(
            [sys.executable, "-c", AS_3_AND_4, *ends, *words],
            pass_fds=(commands, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self._stream = os.fdopen(self._from, "rb")
        self._rest, self._number, self.events = b"", 0, []
        self._session = None
        target = self("Target.createTarget", url="about:blank")["targetId"]
        attached = self("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        os.close(self._to)
        self._process.terminate()
        self._process.wait(20)
        self._stream.close()

    def __call__(self, method, **parameters):
        """One command; events that come meanwhile are kept in `events`."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def _read(self):
        while b"\0" not in self._rest:
            piece = self._stream.read1(2**20)
            assert piece, "the browser ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def run(self, script: str):
        """The value of JavaScript; promises are awaited."""
        answer = self(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, condition: str, seconds: float = 60):
        """Until JavaScript is true."""
        end = time.monotonic() + seconds
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < end, condition
            time.sleep(0.05)

    def open(self, url: str):
        self("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'")

    def look(self, width: int, height: int, dark: bool = False):
        """Size of the screen, and which colors its owner prefers."""
        self(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = "dark" if dark else "light"
        self(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )

    def picture(self, whole: bool = True) -> bytes:
        """A screenshot, PNG."""
        answer = self("Page.captureScreenshot", captureBeyondViewport=whole)
        return base64.b64decode(answer["data"])

    def press(self, key: str, text: str = ""):
        """A key of the keyboard, by its name in DOM."""
        codes = {"Tab": 9, " ": 32, "Enter": 13, "ArrowRight": 39}
        codes |= {"ArrowLeft": 37}
        for kind in ("keyDown", "keyUp"):
            self(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code="Space" if key == " " else key,
                windowsVirtualKeyCode=codes[key],
                **({"text": text} if text and kind == "keyDown" else {}),
            )

    def choose(self, selector: str, *paths):
        """Files for an input of files."""
        document = self("DOM.getDocument")["root"]["nodeId"]
        node = self("DOM.querySelector", nodeId=document, selector=selector)
        self(
            "DOM.setFileInputFiles",
            nodeId=node["nodeId"],
            files=[str(path) for path in paths],
        )
