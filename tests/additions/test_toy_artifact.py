"""A new exported format: one writer, one entry of `ARTIFACTS`."""

import json

import numpy as np
import pytest

from deeplab_family.cli.export import Options
from deeplab_family.cli.options import parse
from deeplab_family.inference import KerasPredictor
from export import ExportSettings, export_model, verify_export
from export.artifacts import ARTIFACTS, ArtifactFormat
from export.tolerances import EXACT
from tests.export.tiny_network import draw_images, make_network, save_images

SIZE = (24, 32)


class ToyPredictor(KerasPredictor):
    """A network whose weights come from a `.npz` file."""

    kind = "toy"

    def __init__(self, path, num_threads=2, trust=False):
        model = make_network()
        with np.load(path) as weights:
            model.set_weights([weights[name] for name in weights.files])
        super().__init__(model)


def write_toy(job, names):
    path = job.stage / "model_toy.npz"
    np.savez(path, *job.model.get_weights())
    return dict.fromkeys(names, path)


def write_wrong_toy(job, names):
    path = job.stage / "model_toy.npz"
    np.savez(path, *(-weight for weight in job.model.get_weights()))
    return dict.fromkeys(names, path)


@pytest.fixture
def wish(in_process, tmp_path, monkeypatch):
    """Settings of an export of the toy alone, which the table knows."""
    add(monkeypatch, write_toy)
    images = save_images(tmp_path / "images", draw_images(3, *SIZE))
    return ExportSettings(
        image_size=SIZE, images=str(images), artifacts=("toy",)
    )


def add(monkeypatch, writer):
    entry = ArtifactFormat(
        about="for this test", limit=EXACT, write=writer, load=ToyPredictor
    )
    monkeypatch.setitem(ARTIFACTS, "toy", entry)


def test_it_is_written_proven_reported_and_verified(wish, tmp_path):
    output = tmp_path / "out"
    export_model(make_network(), output, wish)
    report = json.loads((output / "export_report.json").read_text())
    [artifact] = report["verification"]["artifacts"]
    assert artifact["name"] == "toy" and artifact["equal_pixels"] == 1.0
    assert "model_toy.npz" in (output / "export_report.md").read_text()
    result = verify_export(output, model=make_network())
    checks = {f.check for f in result.findings if f.path == "model_toy.npz"}
    assert not result.failures and {"stored answers", "limits"} <= checks


def test_one_that_answers_otherwise_is_not_published(
    wish, tmp_path, monkeypatch
):
    add(monkeypatch, write_wrong_toy)
    with pytest.raises(ValueError, match="toy"):
        export_model(make_network(), tmp_path / "out", wish)
    assert not (tmp_path / "out").exists()


def test_the_command_line_takes_its_name(wish):
    words = ["m.keras", "--artifacts", "toy", "float32"]
    assert parse(Options, "export", words).artifacts == ("toy", "float32")
