"""Label files drawn by several processes.

The processes are plain children that are fed through a pipe: unlike those of
`multiprocessing` they start without running the user's script again, and end
when the pipe does, also if this process is killed.
"""

import json
import os
import pickle
import queue
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from input_pipeline.annotations.label_png import END, encode_label
from input_pipeline.draft_folder import draft_folder
from input_pipeline.errors import DataError

Drawing = Callable[[], np.ndarray]
"""Gives class ids, uint8 of shape `(height, width)`; it can be pickled."""

CHUNK = 50
"""Images that a process is given at once."""

_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from input_pipeline.annotations.drawing_processes import serve
serve()
"""


def draw_label_files(
    drawings: Mapping[Path, Drawing], processes: int | None = None
) -> int:
    """Draws the label files that are not there yet.

    Each file appears whole, so a run that was killed continues, and two that
    draw the same do not disturb each other.

    Args:
        drawings: a drawing for each PNG file.
        processes: how many draw. Defaults to None: one for each CPU.

    Returns:
        How many files were drawn.

    Raises:
        DataError: if a file cannot be written, or from a drawing.
    """
    missing = [(p, draw) for p, draw in drawings.items() if not is_whole(p)]
    for folder in sorted({path.parent for path, _ in missing}):
        _make(folder)
    chunks = [missing[i : i + CHUNK] for i in range(0, len(missing), CHUNK)]
    count = min(processes or _cpus(), len(chunks))
    if count > 1:
        _share(chunks, count)
    else:
        for chunk in chunks:
            _draw_chunk(chunk)
    return len(missing)


def is_whole(path: Path) -> bool:
    """Whether a PNG file is there to its end."""
    try:
        with open(path, "rb") as file:
            file.seek(-len(END), os.SEEK_END)
            return file.read() == END
    except OSError:
        return False


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _draw_chunk(chunk: Sequence[tuple[Path, Drawing]]) -> None:
    by_folder: dict[Path, list] = {}
    for path, draw in chunk:
        by_folder.setdefault(path.parent, []).append((path, draw))
    for folder, jobs in by_folder.items():
        try:
            with draft_folder(folder / "labels") as drafts:
                for path, draw in jobs:
                    draft = drafts / "label.png"
                    draft.write_bytes(encode_label(draw()))
                    os.replace(draft, path)
        except OSError as error:
            raise _unwritable(folder, error) from error


def _share(chunks: list, count: int) -> None:
    waiting = queue.SimpleQueue()
    for chunk in chunks:
        waiting.put(chunk)
    children = [_start() for _ in range(count)]
    pool = ThreadPoolExecutor(count)
    try:
        jobs = [pool.submit(_feed, child, waiting) for child in children]
        for job in jobs:
            job.result()
    finally:
        for child in children:
            child.kill()
        pool.shutdown()
        for child in children:
            child.communicate()


def _start() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def _feed(child: subprocess.Popen, waiting: queue.SimpleQueue) -> None:
    while True:
        try:
            chunk = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            pickle.dump(chunk, child.stdin, pickle.HIGHEST_PROTOCOL)
            child.stdin.flush()
            error = pickle.load(child.stdout)
        except (EOFError, OSError) as broken:
            raise DataError(
                "a process that draws labels ended before its work was done. "
                "Was it killed, or is the memory full?"
            ) from broken
        if error is not None:
            raise error


def serve() -> None:
    """Draws the chunks that come through standard input, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the pipe
    orders, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            chunk = pickle.load(orders)
        except EOFError:
            return
        error = None
        try:
            _draw_chunk(chunk)
        except Exception as caught:  # every kind is raised by the parent
            error = caught
        try:
            pickle.dump(error, answers)
            answers.flush()
        except BrokenPipeError:  # the parent was killed
            os._exit(1)


def _cpus() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _unwritable(path: Path, error: OSError) -> DataError:
    return DataError(
        f"{path} cannot be written: {error.strerror or error}. The "
        "annotations of this data set are drawn as PNG files there: make "
        "room, or make the folder writable"
    )
