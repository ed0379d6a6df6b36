import http.server
import itertools
import json
import threading
import time

import keras
import pytest

from deeplab_family.cli import benchmark, load_worker
from deeplab_family.cli.load_worker import under_load
from deeplab_family.cli.main import main
from deeplab_family.speed import LoadCase, MeasuredLoad, measure
from export import export_onnx, export_tflite


@pytest.fixture(scope="module")
def exported(network, tmp_path_factory):
    folder = tmp_path_factory.mktemp("speed")
    model = keras.saving.load_model(network)
    export_tflite(model, folder, (24, 32), variants=["float32"])
    export_onnx(model, folder)
    (folder / "broken.tflite").write_bytes(b"no model")
    return folder


def test_each_file_is_a_row_and_a_broken_one_says_why(
    exported, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(benchmark, "matrix_peaks", lambda: {"float32": 250.0})
    path = tmp_path / "speed.json"
    words = [str(exported), "--seconds", "0.05", "--threads", "1"]
    assert main(["benchmark", *words, "--json", str(path)]) == 1
    said = capsys.readouterr().out
    broken = exported / "broken.tflite"
    assert f"error: {broken}: not a TFLite file" in said
    assert said.count("broken.tflite") == 1
    assert "Large matrix products: 250 GFLOP/s in float32" in said
    content = json.loads(path.read_text())
    rows = {
        (row["case"]["path"].rpartition("/")[2], row["case"]["batch_size"]): row
        for row in content["rows"]
    }
    good = {("model.onnx", 1), ("model.onnx", 4), ("model_float32.tflite", 1)}
    assert rows.keys() == good | {("broken.tflite", 1)}
    for key in good:
        row = rows[key]
        median, ninety, most = row["milliseconds"]
        assert 0 < median <= ninety <= most
        assert row["requests"] >= 1 and row["images_per_second"] > 0
        assert row["peak_bytes"] > 10_000_000
    assert rows["model_float32.tflite", 1]["image_size"] == [24, 32]
    assert main(["benchmark", *words, "--json", str(path)]) == 2  # is there


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "MODEL"),
        (["nothing.tflite", "--url", "http://here"], "stands for MODEL"),
        (["nothing.tflite"], "no file or folder nothing.tflite"),
        (["nothing.tflite", "--seconds", "0"], "--seconds must be above 0"),
        (["nothing.tflite", "--clients", "0"], "--clients must be at least 1"),
        (["nowhere"], "nowhere"),
        ([__file__], "test_benchmark.py: not a model"),
        (["--url", "http://here:8501"], "--url must end in /v1/models/NAME"),
    ],
)
def test_wrong_words_are_refused_in_one_line(words, told, capsys):
    assert main(["benchmark", *words]) == 2
    assert told in capsys.readouterr().err


def test_a_size_that_a_file_does_not_take_is_named(exported):
    path = str(exported / "model_float32.tflite")
    found = measure(LoadCase(path=path, image_size=(48, 64), seconds=0.05))
    assert "takes images of 24 x 32 only" in found.error


def test_clients_ask_at_the_same_time():
    """The first four requests wait for each other."""
    together, asked = threading.Barrier(4, timeout=10), itertools.count()

    def ask():
        if next(asked) < 4:
            together.wait()
        else:
            time.sleep(0.01)

    times, _ = under_load(ask, clients=4, seconds=0.05)
    assert len(times) >= 4


def test_every_request_counts_once_and_none_after_the_end():
    served, lock = [], threading.Lock()

    def ask():
        with lock:
            served.append(time.perf_counter())
        time.sleep(0.01)

    start = time.perf_counter()
    times, total = under_load(ask, clients=3, seconds=0.1)
    assert len(times) == len(served) and min(times) >= 0.01
    assert max(served) - start <= 0.1 + 0.05
    assert total >= 0.1


def test_an_error_of_a_client_is_that_of_the_case():
    def ask():
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone"):
        under_load(ask, clients=2, seconds=1)


class Server(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert body["signature_name"] == "image_bytes"
        status = 200 if self.path == "/v1/models/good:predict" else 404
        answer = json.dumps({"predictions": [{"b64": ""}]}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words):
        pass


@pytest.fixture
def address():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/models"
        server.shutdown()


def test_a_server_is_asked_for_masks_of_photographs(address):
    case = LoadCase(url=f"{address}/good", clients=2, seconds=0.05)
    found = load_worker._measured(case)
    assert found["requests"] >= 2 and found["peak_bytes"] is None


def test_a_server_that_refuses_is_a_row_with_its_words(address):
    found = measure(LoadCase(url=f"{address}/bad", seconds=0.05))
    assert isinstance(found, MeasuredLoad) and "404" in found.error
