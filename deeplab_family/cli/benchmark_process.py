"""Benchmark process: one network in a child process, run on demand."""

import contextlib
import json
import subprocess
import tempfile

from deeplab_family.child_process import child_command, reason_of_child

WORKER = "deeplab_family.cli.benchmark_worker"


class BenchmarkProcess:
    """Starts the process and waits until the network is ready.

    A context manager; leaving it ends the process.

    Args:
        name: of a recipe or of a `.keras` file.
        image_size: height and width of the image it runs on.
        num_classes: for recipes that leave the number to the data set.

    Raises:
        ValueError: here or later, if the process ends early, with the last
            line it said.
    """

    def __init__(
        self, name: str, image_size: tuple[int, int], num_classes: int
    ):
        self.name = name
        self._errors = tempfile.TemporaryFile(
            "w+", encoding="utf-8", errors="backslashreplace"
        )
        words = (name, *image_size, num_classes)
        self._process = subprocess.Popen(
            [*child_command(module=WORKER), *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def __enter__(self):
        try:
            self._answer()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exception):
        self.close()

    def timed_runs(self) -> list[float]:
        """Runs for a moment; returns the seconds of each image."""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        return self._answer()["seconds"]

    def finish(self) -> dict:
        """Ends the runs; returns costs and memory, see the worker."""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        return self._answer()

    def close(self) -> None:
        """Ends the process, at once if it still works."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._errors.close()

    def _answer(self) -> dict:
        line = self._process.stdout.readline()
        if line:
            return json.loads(line)
        self._process.wait()
        self._errors.seek(0)
        reason = reason_of_child(self._errors.read())
        raise ValueError(f"{self.name} cannot be measured: {reason}")
