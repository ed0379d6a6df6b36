import contextlib
import http.server
import os
import signal
import subprocess
import sys
import threading

import pytest

# Without the kernel's word that the parent is gone, as on other systems than
# Linux: then the command itself has to end the process of its row.
PARENT = """
import sys
from deeplab_family import child_process
from deeplab_family.cli import benchmark, main
child_process._PROGRAM = child_process._PROGRAM.replace('"linux"', '"none"')
benchmark.matrix_peaks = dict
sys.exit(main.main(["benchmark", "--url", sys.argv[1], "--seconds", "50"]))
"""
ANSWER = b'{"predictions": []}'
WARM_UP = 2
WAIT = 30


class Stuck(http.server.BaseHTTPRequestHandler):
    """Answers while the worker warms up, and then no more."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        if self.server.asked <= WARM_UP:
            self.send_response(200)
            self.send_header("Content-Length", str(len(ANSWER)))
            self.end_headers()
            self.wfile.write(ANSWER)
            return
        self.server.in_row.set()
        with contextlib.suppress(OSError):
            self.connection.recv(1)  # returns when the process is gone
        self.server.gone.set()

    def log_message(self, *words):
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stuck) as server:
        server.asked = 0
        server.in_row, server.gone = threading.Event(), threading.Event()
        serve = threading.Thread(target=server.serve_forever, args=(0.05,))
        serve.start()
        yield server
        server.shutdown()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
@pytest.mark.parametrize(
    ("send", "number", "told"),
    [
        (getattr(os, "killpg", None), signal.SIGINT, "Ctrl-C"),
        (os.kill, signal.SIGTERM, "SIGTERM"),
    ],
    ids=["Ctrl-C of a terminal", "SIGTERM of the command alone"],
)
def test_a_row_that_is_stopped_leaves_no_process(server, send, number, told):
    url = f"http://127.0.0.1:{server.server_port}/v1/models/stuck"
    command = subprocess.Popen(
        [sys.executable, "-c", PARENT, url],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.in_row.wait(WAIT)
        send(command.pid, number)
        _, said = command.communicate(timeout=WAIT)
        assert command.returncode == 128 + number
        assert said.endswith(f"stopped by {told}.\n")
        assert server.gone.wait(WAIT)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(command.pid, signal.SIGKILL)
        command.wait()
