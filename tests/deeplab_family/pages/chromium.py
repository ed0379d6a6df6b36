"""Pages in headless Chromium: how wide they are on a narrow screen."""

import re
import subprocess
from html import escape
from pathlib import Path

from tests.chromium import find_chromium

CHROMIUM = find_chromium()


def width_within(html: str, width: int, folder: Path) -> int:
    """Pixels that a page takes in a frame of a width; more would scroll.

    Args:
        html: the page.
        width: of the frame, in pixels.
        folder: for the browser's own files.
    """
    outer = folder / "outer.html"
    outer.write_text(
        f'<iframe width="{width}" height="800" style="border: 0" '
        f'srcdoc="{escape(str(html))}"></iframe><script>onload = () => {{'
        "document.title = document.querySelector('iframe')"
        ".contentDocument.documentElement.scrollWidth }</script>",
        encoding="utf-8",
    )
    command = [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu"]
    command += [f"--user-data-dir={folder}/profile", "--hide-scrollbars"]
    command += ["--dump-dom", outer.as_uri()]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=True
    )
    return int(re.search(r"<title>(\d+)</title>", done.stdout)[1])
