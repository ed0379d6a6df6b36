import http.client
import json
import os
import queue
import signal
import socket
import threading
import webbrowser

import keras
import numpy as np
import pytest

from deeplab_family.cli.main import main
from tests.deeplab_family.app.app_in_thread import noise, picture, png
from tests.stand_in_model import write_stand_in


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """The file of a network of one layer, which knows red from the rest."""
    folder = tmp_path_factory.mktemp("network")
    inputs = keras.Input((None, None, 3))
    layer = keras.layers.Conv2D(2, 1, use_bias=False)
    model = keras.Model(inputs, layer(inputs))
    layer.set_weights([np.array([[[[0, 1], [1, 0], [0, 0]]]])])
    model.save(folder / "red.keras")
    (folder / "classes.json").write_text('{"class_names": ["green", "red"]}')
    return folder / "red.keras"


@pytest.mark.parametrize(
    ("number", "status"), [("SIGTERM", 143), ("SIGINT", 130)]
)
def test_it_answers_until_a_signal_ends_it(
    network, number, status, monkeypatch, capsys
):
    opened, answers = queue.Queue(), []

    def ask():
        address = opened.get(timeout=60)
        connection = http.client.HTTPConnection(address.split("/")[2])
        connection.request("POST", "/segment", png(noise()))
        answers.append(json.loads(connection.getresponse().read()))
        connection.close()
        os.kill(os.getpid(), getattr(signal, number))

    monkeypatch.setattr(webbrowser, "open", opened.put)
    thread = threading.Thread(target=ask)
    thread.start()
    try:
        words = ["app", str(network), "--port", "0", "--open"]
        assert main(words) == status
    finally:
        thread.join()
    ids = picture(answers[0]["class_map"])
    red, green = noise()[..., 0], noise()[..., 1]
    assert (ids == (red > green)).all()
    out, error = capsys.readouterr()
    assert "red.keras: 2 classes" in out and "http://127.0.0.1:" in out
    assert "token" not in out and str(network.parent) not in out
    name = "Ctrl-C" if number == "SIGINT" else number
    assert error == f"stopped by {name}.\n"


def test_a_taken_port_is_told_before_the_network_is_loaded(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        write_stand_in(tmp_path / "damaged.keras")
        words = ["app", str(tmp_path / "damaged.keras"), "--port", str(port)]
        assert main(words) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: port {port} is taken")
    assert f"--port {port + 1}, or --port 0" in error


def test_wrong_words_are_one_line(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    model = str(write_stand_in(tmp_path / "model.keras"))
    samples = ["--samples", str(tmp_path / "empty"), "--port", "0"]
    for words, told in (
        ([], "MODEL is missing"),
        ([str(tmp_path / "none.keras"), "--port", "0"], "no such model"),
        ([model, *samples], "holds no image"),
        ([model, "--host", "", "--port", "0"], "--host"),
    ):
        assert main(["app", *words]) == 2
        error = capsys.readouterr().err
        assert told in error and error.count("\n") == 1
