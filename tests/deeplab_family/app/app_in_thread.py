"""App in a thread, asked through http.client, with a network that we know."""

import base64
import contextlib
import http.client
import io
import json
import threading

import numpy as np
from PIL import Image

from deeplab_family.app import AskedModel, make_content, open_server
from deeplab_family.app.page_samples import PageSample
from deeplab_family.inference import Prediction
from input_pipeline import DatasetSpec

NAMES = ("dark", "middle", "red")
PALETTE = ((0, 90, 200), (250, 200, 0), (20, 160, 70))


class ByRed:
    """Classes by the red of a pixel, surer the greener it is."""

    kind, num_classes, class_names, input_size = "keras", 3, NAMES, None

    def __init__(self):
        self.asked = 0

    def __call__(self, images):
        self.asked += 1
        ids = images[..., 0] // 86
        top = 0.4 + 0.6 * images[..., 1, None] / np.float32(255)
        probabilities = np.where(np.eye(3)[ids], top, (1 - top) / 2)
        return Prediction(ids, probabilities.astype(np.float32))


def noise(height=7, width=9, seed=0):
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (height, width, 3), np.uint8)


def png(pixels, **options):
    return encoded(pixels, "png", **options)


def encoded(pixels, form, **options):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, form, **options)
    return buffer.getvalue()


@contextlib.contextmanager
def running(predictor, host="127.0.0.1", name="tiny.keras", spec=None):
    """A server that answers, on a port of its own."""
    server = open_server(host, 0)
    model = AskedModel(name, predictor, spec or DatasetSpec(NAMES, PALETTE))
    samples = [PageSample("noise", lambda: png(noise(30, 40)))]
    content = make_content(model, samples, server.most_bytes, True)
    thread = threading.Thread(target=server.serve, args=[content])
    with server:
        thread.start()
        try:
            yield server
        finally:  # a thread that goes on would keep the tests from ending
            server.shutdown()
            thread.join()


def ask(server, method="POST", path="/segment", body=None, headers=()):
    """Status, headers and content; the headers may stand there twice."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    given = [name.lower() for name, _ in headers]
    connection.putrequest(method, path, skip_host="host" in given)
    for name, value in headers:
        connection.putheader(name, value)
    if body is not None and "content-length" not in given:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    if "content-length" in given:
        with contextlib.suppress(OSError):  # answered and closed already
            connection.sock.shutdown(1)  # nothing more comes
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, response.headers, content


def answered(server, body, path="/segment", **options):
    """The JSON of an answer that must be one."""
    status, _, content = ask(server, path=path, body=body, **options)
    assert status == 200, content
    return json.loads(content)


def refused(server, body=None, **options):
    """Status and sentence of a refusal."""
    status, _, content = ask(server, body=body, **options)
    return status, json.loads(content)["error"]


def picture(part):
    """The pixels of a picture in an answer."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(part))))
