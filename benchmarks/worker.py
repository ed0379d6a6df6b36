"""A contestant in a process of its own, since peers need other packages.

The worker process reads how often to work from its standard input, one number
a line, and answers with the seconds of each as a line of JSON.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.harness import time_once

CHECKOUT = Path(__file__).parent.parent


class Worker:
    """Starts `python -m MODULE ARGUMENTS...` and has it work in turns.

    Args:
        name: what the table calls it.
        python: executable whose environment has what the module imports.
        module: module of this checkout that calls `serve`.
        arguments: command line of the module.

    Raises:
        RuntimeError: if the process ends before it is ready, with the end of
            what it said.
    """

    def __init__(
        self, name: str, python: str, module: str, arguments: Sequence[str]
    ):
        self.name = name
        self._errors = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            [python, "-m", module, *arguments],
            cwd=CHECKOUT,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self.note = self._answer()["note"]

    def turn(self, repeats: int) -> list[float]:
        # A process that has ended gives no answer, and `_answer` says why.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(f"{repeats}\n")
            self._process.stdin.flush()
        return self._answer()["seconds"]

    @property
    def peak_bytes(self) -> int:
        """The most memory that the process ever held, on Linux."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        (line,) = (n for n in status.splitlines() if n.startswith("VmHWM"))
        return 1024 * int(line.split()[1])

    def close(self) -> None:
        """Ends the process."""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._errors.close()

    def _answer(self) -> dict:
        line = self._process.stdout.readline()
        if line:
            return json.loads(line)
        self._process.wait()
        self._errors.seek(0)
        said = self._errors.read()[-2000:]
        raise RuntimeError(f"The worker of {self.name} ended. It said:\n{said}")


def serve(
    step: Callable[[], object],
    note: str,
    clock: Callable[[Callable], float] = time_once,
) -> None:
    """The worker's side: works when told to, until its input ends.

    Args:
        step: does the work once, and waits for its end.
        note: what a reader of the table must know about this contestant.
        clock: calls `step` and returns its seconds. Defaults to `time_once`.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    # Libraries print what they like; that must not look like an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    print(json.dumps({"note": note}), file=answers, flush=True)
    for line in sys.stdin:
        seconds = [clock(step) for _ in range(int(line))]
        print(json.dumps({"seconds": seconds}), file=answers, flush=True)
