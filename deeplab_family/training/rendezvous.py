"""Rendezvous of workers: wait until all are there, before TensorFlow starts.

TensorFlow waits for its peers in silence and without end. So the processes
first greet each other by a line of JSON over the same ports. Whoever greets
was started just now: what an interrupted run left behind does not answer so.
"""

import contextlib
import json
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping

from deeplab_family.training.workers import TRY_AGAIN, Workers

PAUSE = 0.2
ANSWER = 5
QUIET = 10
"""Seconds between two tries, for one answer, and until waiting is told."""

LONGEST = 1 << 16
NO_GREETING = (OSError, ValueError, KeyError, TypeError)

LEAVING = 20
"""Seconds that a process which is ending may hold the port."""


class MissingWorkerError(ConnectionError):
    """Raised when workers are not there in time; names them."""

    exit_status = TRY_AGAIN


def wait_for_workers(
    workers: Workers,
    same: Mapping[str, object] | None = None,
    say: Callable[[str], None] = lambda line: print(line, file=sys.stderr),
):
    """Returns when every worker has greeted every other one.

    Args:
        workers: who is expected, and who this is.
        same: what must be the same in all of them, by its name, as JSON.
        say: told once in a while whom it waits for.

    Raises:
        MissingWorkerError: if somebody does not come.
        ValueError: if the port is taken, or the workers do not fit together:
            other lists, the same index twice, something in `same`.
    """
    start, told = time.monotonic(), 0.0
    greeted = _Greeted(workers, dict(same or {}))
    with _listening(greeted):
        while missing := _greet(greeted):
            waited = time.monotonic() - start
            names = ", ".join(workers.name(index) for index in missing)
            if waited > workers.patience:
                raise MissingWorkerError(
                    f"{names} cannot be reached from worker {workers.index} "
                    f"within {workers.patience:g} seconds. Is it started, "
                    "with the same --workers and its own --index, and may "
                    "this machine reach that port? --wait-for-workers SECONDS "
                    "waits longer."
                )
            if waited - told > QUIET:
                say(f"Waiting for {names} ({waited:.0f} s).")
                told = max(2 * told, waited)
            time.sleep(PAUSE)


class _Greeted(set):
    """Workers that have exchanged greetings with this one.

    Attributes:
        line: the greeting of this one.
        problem: why they do not fit together, once that is known.
    """

    def __init__(self, workers: Workers, same: dict):
        super().__init__()
        self.workers, self.same = workers, same
        self.problem = ""
        content = {
            "index": workers.index,
            "workers": workers.listed,
            "same": same,
        }
        self.line = json.dumps(content).encode() + b"\n"

    def meet(self, line: bytes):
        """Takes a greeting; raises if it is none, as anybody may knock."""
        greeting = json.loads(line)
        index = int(greeting["index"])
        self.problem = self._misfit(
            index, greeting["workers"], dict(greeting["same"])
        )
        if not self.problem:
            self.add(index)

    def _misfit(self, index: int, listed: str, same: dict) -> str:
        me = self.workers
        if listed != me.listed:
            return (
                f"Worker {index} was started with --workers {listed}, worker "
                f"{me.index} with {me.listed}. All take the same list in the "
                "same order."
            )
        if index == me.index:
            return (
                f"Two processes were started with --index {index}. Each "
                "worker has an index of its own, its place in the list."
            )
        for name, mine in self.same.items():
            if same.get(name) != mine:
                return (
                    f"All workers must have the same {name}. Received: "
                    f"{mine} in {me.name(me.index)}, {same.get(name)} in "
                    f"{me.name(index)}."
                )
        return ""


@contextlib.contextmanager
def _listening(greeted: _Greeted) -> Iterator[None]:
    class Answer(socketserver.StreamRequestHandler):
        timeout = ANSWER

        def handle(self):
            with contextlib.suppress(*NO_GREETING):
                line = self.rfile.readline(LONGEST)
                self.wfile.write(greeted.line)
                self.wfile.flush()
                greeted.meet(line)

    server = _bind(greeted.workers, Answer)
    thread = threading.Thread(
        target=server.serve_forever, args=(PAUSE / 4,), daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def _bind(workers: Workers, handler) -> _Server:
    address, start = ("", workers.port()), time.monotonic()
    while True:
        try:
            return _Server(address, handler)
        except OSError as error:
            if time.monotonic() - start > LEAVING:
                raise ValueError(
                    f"Port {workers.port()} of {workers.name(workers.index)} "
                    "cannot be opened on this machine: "
                    f"{error.strerror or error}. Another process uses it, or "
                    "was started with the same --index; choose another port."
                ) from error
            time.sleep(PAUSE)


def _greet(greeted: _Greeted) -> list[int]:
    """Greets who is missing; returns who still is."""
    workers = greeted.workers
    others = set(range(len(workers.addresses))) - {workers.index}
    for index in sorted(others - greeted):
        with contextlib.suppress(*NO_GREETING):
            greeted.meet(_ask(workers.addresses[index], greeted.line))
        if greeted.problem:
            raise ValueError(greeted.problem)
    return sorted(others - greeted)


def _ask(address: str, line: bytes) -> bytes:
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), ANSWER) as peer:
        peer.sendall(line)
        return peer.makefile("rb").readline(LONGEST)
