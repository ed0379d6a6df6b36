"""Download of one file: with a time limit, whole under its name or not there.

The draft lies beside its place under a name of its own, and is renamed when
all of it has come and been checked.
"""

import contextlib
import http.client
import os
import queue
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ANSWER_SECONDS = 8
"""Wait for a server's answer, the look-up of its name included."""
SILENT_SECONDS = 30
"""Wait for the next bytes."""
CHUNK = 2**20
# Some servers refuse the name that Python gives itself.
HEADERS = [("User-Agent", "deeplab-family")]


class DownloadError(Exception):
    """Raised for a file that did not come; says why."""


def fetch(url: str, path: Path, refusal: Callable[[Path], str]):
    """Fetches a file into its place, telling standard error how far it is.

    Args:
        url: where it is.
        path: where it shall lie; folders are made. Nothing is there yet.
        refusal: says why a draft is not the file, "" if it is.

    Raises:
        DownloadError: if it did not come, or is not the file. Nothing is left
            behind then.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(".part", path.name, path.parent)
    except OSError as error:
        raise DownloadError(
            f"{path.parent} cannot be written ({error.strerror}); the "
            "environment variable KERAS_HOME names another place"
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            _copy(url, file)
            file.flush()
            os.fsync(file.fileno())
        if reason := refusal(Path(draft)):
            raise DownloadError(reason)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except (OSError, http.client.HTTPException) as error:
        raise DownloadError(_reason(error)) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(draft)


def _copy(url, file):
    print(f"Downloading {url}", file=sys.stderr)
    with _open(url) as response:
        size = response.length or 0
        done = 0
        while chunk := response.read(CHUNK):
            if not done and chunk.lstrip().startswith(b"<"):
                raise DownloadError(
                    "the answer is a web page, as of a network that asks to "
                    "sign in first"
                )
            file.write(chunk)
            done += len(chunk)
            _show(done, size)
    if done < size or not done:
        raise DownloadError(f"it broke off after {done} of {size} bytes")


def _open(url):
    """The server's answer; no look-up of names has a time limit of its own."""
    answers = queue.SimpleQueue()

    def ask():
        try:
            # `urlopen` would remember the proxies of its first call.
            opener = urllib.request.build_opener()
            opener.addheaders = HEADERS
            answers.put(opener.open(url, timeout=SILENT_SECONDS))
        except (OSError, http.client.HTTPException) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=ANSWER_SECONDS)
    except queue.Empty:
        raise DownloadError(
            f"no answer within {ANSWER_SECONDS} seconds"
        ) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _reason(error):
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code} {error.reason}"
    cause = getattr(error, "reason", error)
    return getattr(cause, "strerror", None) or str(cause)


def _show(done, size):
    """A line that grows on a terminal; log files get none."""
    if sys.stderr.isatty():
        of = f" of {size / 1e6:.1f}" if size else ""
        end = "\n" if done == size else ""
        print(
            f"\r{done / 1e6:.1f}{of} MB", end=end, file=sys.stderr, flush=True
        )
