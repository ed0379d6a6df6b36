import base64
import io
import json
import os
import socket
import struct
import tempfile
import threading
import time
import zlib

import numpy as np
import pytest
from PIL import Image

from deeplab_family.app import (
    AskedModel,
    app_server,
    make_content,
    open_server,
)
from deeplab_family.app.app_server import CONNECTIONS
from deeplab_family.app.inference_queue import WAITING, InferenceQueue
from deeplab_family.inference import Prediction
from deeplab_family.visualization import colorize
from input_pipeline import DatasetSpec
from tests.deeplab_family.app.app_in_thread import (
    NAMES,
    PALETTE,
    ByRed,
    answered,
    ask,
    encoded,
    noise,
    picture,
    png,
    refused,
    running,
)


@pytest.fixture(scope="module")
def app():
    with running(ByRed()) as server:
        yield server


def test_the_answer_is_that_of_the_network(app):
    image = noise()
    truth = ByRed()(image[None])
    ids, sure = truth.class_map[0], truth.probabilities[0].max(-1)
    answer = answered(app, png(image))
    np.testing.assert_array_equal(picture(answer["class_map"]), ids)
    np.testing.assert_array_equal(
        picture(answer["confidence"]), np.rint(255 * sure)
    )
    assert (answer["width"], answer["height"]) == (9, 7)
    assert [c["pixels"] for c in answer["classes"]] == sorted(
        np.bincount(ids.ravel()), reverse=True
    )
    for found in answer["classes"]:
        there = ids == found["id"]
        assert found["share"] == pytest.approx(there.mean())
        assert found["confidence"] == pytest.approx(sure[there].mean())


def test_the_mask_holds_ids_and_the_colors_of_the_classes(app):
    image = noise(seed=1)
    ids = ByRed()(image[None]).class_map[0]
    mask = answered(app, png(image))["mask"]
    np.testing.assert_array_equal(picture(mask), ids)
    opened = Image.open(io.BytesIO(base64.b64decode(mask)))
    assert opened.mode == "P"
    np.testing.assert_array_equal(
        np.asarray(opened.convert("RGB")), colorize(ids, PALETTE)
    )


def test_a_photograph_of_a_phone_is_turned_upright(app):
    image = np.zeros((8, 24, 3), np.uint8)
    image[:, 16:] = (255, 0, 0)
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it clockwise
    answer = answered(app, encoded(image, "jpeg", exif=exif, quality=100))
    ids = picture(answer["class_map"])
    assert ids.shape == (24, 8)
    assert (ids[17:] == 2).all() and (ids[:15] == 0).all()
    assert picture(answer["image"]).shape == (24, 8, 3)


@pytest.mark.parametrize("form", ["bmp", "tiff", "gif", "webp"])
def test_other_formats_are_read_as_predict_reads_them(app, form):
    image = np.full((6, 5, 3), (200, 10, 10), np.uint8)
    ids = picture(answered(app, encoded(image, form))["class_map"])
    np.testing.assert_array_equal(ids, np.full((6, 5), 2))


def test_a_large_photograph_is_shrunk_and_says_so(app):
    image = np.zeros((600, 1200, 3), np.uint8)
    image[:, 600:] = 255
    answer = answered(app, png(image), path="/segment?side=512")
    assert (answer["width"], answer["height"]) == (512, 256)
    assert (answer["stored_width"], answer["stored_height"]) == (1200, 600)
    ids = picture(answer["class_map"])
    assert (ids[:, :256] == 0).all() and (ids[:, 256:] == 2).all()


def test_a_file_without_probabilities_answers_without_confidence():
    class OnlyIds(ByRed):
        num_classes = None

        def __call__(self, images):
            return Prediction(super().__call__(images).class_map)

    with running(OnlyIds()) as server:
        answer = answered(server, png(noise()))
        assert answer["confidence"] is None
        assert {c["confidence"] for c in answer["classes"]} == {None}
        page = ask(server, "GET", "/")[2].decode()
    assert page.count("the file answers without probabilities") == 3


def test_a_class_that_nobody_named_is_told():
    spec = DatasetSpec(("a", "b"), PALETTE[:2])
    with running(ByRed(), spec=spec) as server:
        status, sentence = refused(server, png(noise()))
    assert status == 400
    assert "class 2, but only 2 classes have names" in sentence


def png_of_claims(width, height):
    def chunk(kind, content):
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + pixels
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"no picture", "It is no readable JPEG, PNG"),
        (b"", "It is no readable JPEG, PNG"),
        (png(noise(50, 50))[:900], "damaged"),
        (png_of_claims(100_000, 100_000), "80000000 pixels are allowed"),
        (png_of_claims(0, 5), "pixels are allowed"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 30, "HEIC"),
        (b"%PDF-1.7 " + b"x" * 100, "It is no readable"),
    ],
)
def test_a_bad_picture_is_one_sentence_and_never_asked(app, body, told):
    asked = app.content.model.predictor.asked
    status, sentence = refused(app, body)
    assert status == 400 and told in sentence
    assert sentence.endswith(".") and "\n" not in sentence
    assert app.content.model.predictor.asked == asked


IMAGE = png(noise())
CHUNKED = ("Transfer-Encoding", "chunked")
LENGTHS = [
    ([("Content-Length", "-1")], 400),
    ([("Content-Length", "12a")], 400),
    ([("Content-Length", "1e3")], 400),
    ([("Content-Length", "+5")], 400),
    ([("Content-Length", str(len(IMAGE)))] * 2, 400),
    ([CHUNKED, ("Content-Length", str(len(IMAGE)))], 411),
    ([("Content-Length", str(2**25 + 1))], 413),
    ([("Content-Length", "999999999999")], 413),
    ([("Content-Length", str(len(IMAGE) + 1))], 400),
]


@pytest.mark.parametrize(("headers", "expected"), LENGTHS)
def test_bodies_of_another_length_are_refused(app, headers, expected):
    asked = app.content.model.predictor.asked
    status, sentence = refused(app, IMAGE, headers=headers)
    assert status == expected and "damaged" not in sentence
    assert app.content.model.predictor.asked == asked


def test_without_a_length_nothing_is_read(app):
    assert refused(app)[0] == 411


def test_what_follows_the_announced_length_is_no_part_of_it(app):
    image = png(noise())
    headers = [("Content-Length", str(len(image)))]
    body = image + b"POST /segment HTTP/1.1\r\n\r\n"
    status, _, content = ask(app, body=body, headers=headers)
    assert status == 200 and content.count(b"class_map") == 1


def test_a_large_body_is_refused_so_that_its_sender_hears_it(app):
    status, sentence = refused(app, bytes(2**25 + 2**20))
    assert status == 413
    assert "33.0 MiB; up to 32 MiB" in sentence


@pytest.mark.parametrize(
    "path",
    [
        "/sample/1",
        "/sample/-1",
        "/sample/0/../../setup.py",
        "/sample/..%2f..%2fetc%2fpasswd",
        "/../../etc/passwd",
        "/etc/passwd",
        "//etc/passwd",
        "/templates/app.js",
        "/sample/" + "9" * 5000,
        "/sample/%D9%A1",
    ],
)
def test_no_name_leads_to_a_file(app, path):
    status, _, content = ask(app, "GET", path)
    assert status == 404
    assert b"nothing at this address" in content


def test_samples_are_there_by_number(app):
    status, _, content = ask(app, "GET", "/sample/0")
    assert status == 200 and content == png(noise(30, 40))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_not_known(app, method):
    assert ask(app, method, "/")[0] == 501


def test_an_error_of_the_network_names_no_path(capsys):
    class Broken(ByRed):
        def __call__(self, images):
            if self.asked:
                return super().__call__(images)
            self.asked = 1
            raise RuntimeError("in /home/somebody/secret.py")

    with running(Broken()) as server:
        status, sentence = refused(server, png(noise()))
        assert (status, "secret" in sentence) == (500, False)
        assert "RuntimeError" in sentence and "terminal" in sentence
        answered(server, png(noise()))
    assert "/home/somebody/secret.py" in capsys.readouterr().err


def test_nothing_is_written(app, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answered(app, png(noise()))
    assert os.listdir(tmp_path) == []


class Slow(ByRed):
    """Notes how many ask it at once; waits until it may answer."""

    def __init__(self):
        super().__init__()
        self.now, self.most = 0, 0
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, images):
        self.now += 1
        self.most = max(self.most, self.now)
        self.begun.set()
        self.go_on.wait(20)
        answer = super().__call__(images)
        self.now -= 1
        return answer


def test_of_many_requests_few_wait_and_each_gets_its_own_answer():
    network, results = Slow(), {}

    def one(number):
        results[number] = ask(server, body=png(noise(seed=number)))

    with running(network) as server:
        threads = [threading.Thread(target=one, args=[n]) for n in range(20)]
        threads[0].start()
        assert network.begun.wait(20)
        for thread in threads[1:]:
            thread.start()
        end = time.monotonic() + 20
        while len(results) < 19 - WAITING and time.monotonic() < end:
            time.sleep(0.01)
        network.go_on.set()
        for thread in threads:
            thread.join()
    assert network.most == 1
    statuses = [status for status, _, _ in results.values()]
    assert statuses.count(200) == 1 + WAITING
    assert statuses.count(503) == 19 - WAITING
    for number, (status, headers, content) in results.items():
        if status == 503:
            assert headers["Retry-After"] and b"busy" in content
            continue
        truth = ByRed()(noise(seed=number)[None]).class_map[0]
        got = picture(json.loads(content)["class_map"])
        np.testing.assert_array_equal(got, truth)


def test_who_waits_too_long_is_told(monkeypatch):
    network = Slow()
    with running(network) as server:
        server.queue = InferenceQueue(waiting=1, patience=0.05)
        thread = threading.Thread(
            target=ask, args=[server, "POST", "/segment", png(noise())]
        )
        thread.start()
        assert network.begun.wait(20)
        assert refused(server, png(noise()))[0] == 503
        network.go_on.set()
        thread.join()


def test_the_end_waits_for_the_image_that_is_asked():
    """TensorFlow aborts a process that ends while it computes."""
    network, results = Slow(), []
    with open_server("127.0.0.1", 0) as server:
        model = AskedModel("m", network, DatasetSpec(NAMES, PALETTE))
        content = make_content(model, [], server.most_bytes, True)
        serving = threading.Thread(target=server.serve, args=[content])
        serving.start()
        asking = threading.Thread(
            target=lambda: results.append(ask(server, body=png(noise()))[0])
        )
        asking.start()
        assert network.begun.wait(20)
        server.shutdown()
        serving.join(0.3)
        assert serving.is_alive()
        network.go_on.set()
        serving.join(20)
        asking.join(20)
    assert not serving.is_alive() and results == [200]


def test_idle_connections_are_few_and_block_nobody_for_long(app):
    address = ("127.0.0.1", app.server_port)
    idle = [socket.create_connection(address) for _ in range(CONNECTIONS + 8)]
    idle[-1].settimeout(20)
    assert idle[-1].recv(1) == b""  # closed at once
    for connection in idle:
        connection.close()
    time.sleep(0.2)
    answered(app, png(noise()))


def test_a_sender_that_goes_away_leaves_a_server_that_answers(app, capsys):
    address = ("127.0.0.1", app.server_port)
    for text in (
        b"POST /segment HTTP/1.1\r\nHost: localhost\r\n",
        b"\0\xff\r\n",
    ):
        with socket.create_connection(address) as connection:
            connection.sendall(text)
    length = b"Content-Length: 100000\r\n\r\nhalf"
    with socket.create_connection(address) as connection:
        connection.sendall(b"POST /segment HTTP/1.0\r\nHost: localhost\r\n")
        connection.sendall(length)
    answered(app, png(noise()))
    assert capsys.readouterr().err == ""


def test_only_what_was_not_read_is_let_pass(app, monkeypatch):
    """A refused picture that has arrived has no rest to wait for."""
    left = []
    monkeypatch.setattr(app_server, "leave_body", lambda *_: left.append(1))
    assert refused(app, b"no picture")[0] == 400
    assert left == []
    assert refused(app, b"no picture", path="/segment?side=7")[0] == 400
    assert left == [1]
