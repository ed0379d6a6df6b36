"""TensorFlow Serving's REST interface over a `SessionModel`."""

import base64
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import numpy as np
import tensorflow as tf


def _decode(value):
    if isinstance(value, dict) and set(value) == {"b64"}:
        return base64.b64decode(value["b64"])
    return value


def _encode(name, values):
    """A row each; outputs whose name ends in `_bytes` travel as base64."""
    if not name.endswith("_bytes"):
        return np.asarray(values).tolist()
    return [{"b64": base64.b64encode(value).decode()} for value in values]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):  # noqa: N802, the interface's name
        model = self.server.name
        if self.path != f"/v1/models/{model}":
            return self._answer(404, {"error": "Servable not found"})
        status = [{"version": "1", "state": "AVAILABLE"}]
        return self._answer(200, {"model_version_status": status})

    def do_POST(self):  # noqa: N802
        length = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(length))
        signature = body.get("signature_name", "serving_default")
        rows = [
            row if isinstance(row, dict) and "b64" not in row else {"": row}
            for row in body["instances"]
        ]
        definition = self.server.model.meta.signature_def[signature]
        (only,) = definition.inputs
        dtype = tf.as_dtype(definition.inputs[only].dtype).as_numpy_dtype
        value = np.array(
            [_decode(next(iter(row.values()))) for row in rows], dtype
        )
        try:
            outputs = self.server.model.predict(signature, **{only: value})
        except tf.errors.InvalidArgumentError as error:
            return self._answer(400, {"error": error.message})
        columns = {name: _encode(name, outputs[name]) for name in outputs}
        rows = [
            dict(zip(columns, row, strict=True))
            for row in zip(*columns.values(), strict=True)
        ]
        if len(columns) == 1:
            rows = next(iter(columns.values()))
        return self._answer(200, {"predictions": rows})

    def _answer(self, code, content):
        data = json.dumps(content, indent=4).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


@contextmanager
def rest_server(model, name):
    """Yield the URL."""
    server = ThreadingHTTPServer(("localhost", 0), Handler)
    server.model, server.name = model, name
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
