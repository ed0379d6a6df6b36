"""Server of the page: its address, its few paths, one image at a time."""

import errno
import json
import socket
import socketserver
import sys
import threading
import traceback
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from deeplab_family.app.access import Access, access_to
from deeplab_family.app.inference_queue import InferenceQueue
from deeplab_family.app.refusal import Refused
from deeplab_family.app.request_body import (
    MOST_BYTES,
    body_length,
    leave_body,
    read_body,
)

if TYPE_CHECKING:
    from deeplab_family.app.app_content import AppContent

CONNECTIONS = 32
SECONDS_TO_LEAVE = 2
"""Silence after which the rest of a refused body is not awaited."""

ANY_HOST = ("0.0.0.0", "::")
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True)
class Reply:
    """HTTP reply: body, content type, status and headers.

    Args:
        body: all of it.
        kind: content type.
        status: of HTTP.
        headers: beside those of every reply.
    """

    body: bytes
    kind: str = "application/json"
    status: HTTPStatus = HTTPStatus.OK
    headers: dict[str, str] = field(default_factory=dict)


class AppServer(ThreadingHTTPServer):
    """Listens from the start; answers once `serve` has something to show.

    Args:
        host: name or address to listen at.
        port: int, 0 for a free one.

    Attributes:
        access: who may ask.
        queue: for the network.
        most_bytes: of an image.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = CONNECTIONS

    def __init__(self, host: str, port: int):
        self.host = host
        self.access: Access = access_to(host)
        self.queue = InferenceQueue()
        self.most_bytes = MOST_BYTES
        self.content: AppContent | None = None
        self._connections = threading.BoundedSemaphore(CONNECTIONS)
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), AppHandler)

    def serve(self, content: "AppContent") -> None:
        """Answers until an exception, such as that of Ctrl-C, ends it.

        An image that is asked at that moment is asked to its end.
        """
        self.content = content
        try:
            self.serve_forever()
        finally:
            self.queue.close()

    def addresses(self) -> list[str]:
        """Addresses that people open, with the token where there is one."""
        hosts = [self.host]
        if self.host in ANY_HOST:
            hosts = ["localhost", socket.gethostname()]
        end = f"?token={self.access.token}" if self.access.token else ""
        return [
            f"http://{f'[{host}]' if ':' in host else host}"
            f":{self.server_port}/{end}"
            for host in hosts
        ]

    def server_bind(self):
        """Binds without asking a name server for the machine's own name."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def process_request(self, request, client_address):
        """Takes a connection, unless there are very many."""
        if self._connections.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request, client_address):
        """Answers, in a thread of its own."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._connections.release()

    def handle_error(self, request, client_address):
        """Ignores a browser that went away."""
        if not isinstance(sys.exception(), OSError):
            traceback.print_exc()


def open_server(host: str, port: int) -> AppServer:
    """A server that listens already, so that a taken port is told at once.

    Raises:
        ValueError: if it cannot listen there; says what can be done.
    """
    try:
        return AppServer(host, port)
    except socket.gaierror as error:
        raise ValueError(
            f"--host {host}: no such name or address. Leave it out for this "
            "machine alone, or take 0.0.0.0"
        ) from error
    except OverflowError as error:
        raise ValueError(
            f"--port must be 0..65535. Received: {port}"
        ) from error
    except OSError as error:
        raise ValueError(_why(error, host, port)) from error


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is taken, perhaps by another `deeplab app`. Take "
            f"another: --port {port + 1}, or --port 0 for any that is free"
        )
    if error.errno == errno.EACCES:
        return (
            f"port {port} may not be used by you; those below 1024 are "
            "reserved. Take another, such as --port 8360"
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"--host {host} is no address of this machine"
    return f"--host {host} --port {port}: {error.strerror or error}"


class AppHandler(BaseHTTPRequestHandler):
    """Answers one request; HTTP/1.0, so a connection ends with it."""

    server: AppServer
    timeout = 20

    def version_string(self) -> str:
        """Value of the header `Server`; no versions."""
        return "deeplab"

    def do_GET(self):
        """The page, a sample."""
        self._answer(self._get)

    def do_HEAD(self):
        """The same, without what it holds."""
        self._answer(self._get)

    def do_POST(self):
        """An image."""
        self._answer(self._post)

    def _answer(self, find):
        parts = urlsplit(self.path)
        self._place, self._is_read = parts.path, False
        try:
            query = _query(parts.query)
            self.server.access.check(self.headers, query)
            query.pop("token", None)
            reply = find(query)
        except Refused as refused:
            if self.command == "POST" and not self._is_read:
                self.connection.settimeout(SECONDS_TO_LEAVE)
                leave_body(self.rfile, self.headers)
            reply = _refusal(refused)
        except OSError:
            return  # the browser went away
        except Exception as error:
            traceback.print_exc()
            reply = _refusal(_failed(error))
        self._send(reply)

    def _get(self, query) -> Reply:
        content = self.server.content
        if self._place in ("/", "/index.html"):
            return Reply(
                content.page,
                "text/html; charset=utf-8",
                headers={"Content-Security-Policy": content.policy},
            )
        kind, _, number = self._place[1:].partition("/")
        if kind == "sample" and number in map(str, range(len(content.samples))):
            body = content.samples[int(number)].read()
            return Reply(body, "application/octet-stream")
        if self._place == "/favicon.ico":
            return Reply(b"", "image/x-icon", HTTPStatus.NO_CONTENT)
        raise Refused(HTTPStatus.NOT_FOUND, "There is nothing at this address.")

    def _post(self, query) -> Reply:
        from deeplab_family.app.answer import answer_json
        from deeplab_family.app.page_settings import settings_of

        if self._place != "/segment":
            raise Refused(
                HTTPStatus.NOT_FOUND, "Images are taken at /segment only."
            )
        length = body_length(self.headers, self.server.most_bytes)
        settings = settings_of(query)
        with self.server.queue.place():
            self._is_read = True
            encoded = read_body(self.rfile, length)
            with self.server.queue.turn():
                asked = self.server.content.model.ask(encoded, settings)
                return Reply(answer_json(asked))

    def _send(self, reply: Reply):
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in {**HEADERS, **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format, *args):
        """Nothing: the lines would hold the token, and hide errors."""


def _query(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        pairs = [("", ""), ("", "")]
    query = dict(pairs)
    if len(query) < len(pairs):
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            "Each setting stands in the address once, and there are few.",
        )
    return query


def _refusal(refused: Refused) -> Reply:
    content = json.dumps({"error": refused.sentence}).encode()
    headers = {}
    if refused.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "2"
    return Reply(content, status=refused.status, headers=headers)


def _failed(error: Exception) -> Refused:
    """What a browser hears of an error that nobody expected."""
    name = type(error).__name__
    if name in ("MemoryError", "ResourceExhaustedError"):
        return Refused(
            HTTPStatus.INSUFFICIENT_STORAGE,
            "The machine has too little memory for this image so asked. Choose "
            "a shorter side, fewer or smaller scales.",
        )
    return Refused(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        f"The network failed ({name}). The terminal of `deeplab app` says "
        "where.",
    )
