"""From another project's file to masks and a TFLite file, by commands."""

import json
from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import save_file

from deeplab_family.cli.main import main
from deeplab_family.importers import source_check
from deeplab_family.inference.stored_class_names import names_in_keras
from input_pipeline.datasets.voc_classes import CLASS_NAMES
from tests import torchvision_networks
from tests.torchvision_states import (
    deeplab_shapes,
    mobilenet_shapes,
    random_state,
)

SIZE = (33, 49)


@pytest.fixture(scope="module")
def state():
    shapes = deeplab_shapes(mobilenet_shapes("backbone."), 960, 21, 40)
    return random_state(shapes)


@pytest.fixture(scope="module")
def file(state, tmp_path_factory):
    folder = tmp_path_factory.mktemp("theirs")
    path = folder / "deeplabv3_mobilenet_v3_large.safetensors"
    save_file(state, path)
    return path


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    pixels = np.random.default_rng(0).uniform(0, 255, (*SIZE, 3))
    path = tmp_path_factory.mktemp("photos") / "photo.png"
    Image.fromarray(pixels.astype(np.uint8)).save(path)
    return path


@pytest.fixture(scope="module")
def imported(file, tmp_path_factory):
    path = tmp_path_factory.mktemp("ours") / "voc.keras"
    receipt = path.with_suffix(".json")
    words = ["import", "torchvision", str(file), "--output", str(path)]
    assert main([*words, "--json", str(receipt)]) == 0
    return path


def test_the_mask_is_the_answer_of_their_network(
    state, imported, photo, tmp_path
):
    words = ["predict", str(imported), str(photo)]
    assert main([*words, "--output", str(tmp_path)]) == 0
    image = np.asarray(Image.open(photo), np.float32)
    logits = torchvision_networks.deeplabv3_mobilenet(state, image)
    mask = np.asarray(Image.open(tmp_path / "photo.png"))
    # Where two classes are even, rounding may choose.
    best, second = np.sort(logits, -1)[..., :-3:-1].transpose(2, 0, 1)
    clear = best - second > 1e-4 * np.abs(logits).max()
    assert clear.mean() > 0.99
    np.testing.assert_array_equal(mask[clear], logits.argmax(-1)[clear])


def test_an_export_is_verified_and_knows_the_classes(
    in_process, imported, photo, tmp_path
):
    words = ["export", str(imported), "--output", str(tmp_path / "out")]
    words += ["--image-size", *map(str, SIZE), "--artifacts", "float32"]
    assert main([*words, "--images", str(photo.parent)]) == 0
    classes = json.loads((tmp_path / "out" / "classes.json").read_text())
    assert classes["class_names"] == list(CLASS_NAMES)


def test_the_receipt_is_told_written_and_within_the_model(imported, file):
    receipt = json.loads(imported.with_suffix(".json").read_text())
    assert receipt["file"] == file.name
    assert receipt["source"] == "torchvision DeepLabv3 on MobileNetV3"
    assert "head/conv" in receipt["matched"] and not receipt["fresh"]
    assert "aux_classifier.4.weight" in receipt["skipped"]
    model = keras.saving.load_model(imported)
    assert model.weights_receipt.tree() == receipt
    assert model.class_names == CLASS_NAMES


def test_it_says_what_it_read_and_what_comes_next(file, tmp_path, capsys):
    output = tmp_path / "my voc.keras"
    words = ["import", "auto", str(file), "--output", str(output)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "torchvision DeepLabv3 on MobileNetV3" in said
    assert "0 fresh" in said and "tvmonitor" in said
    assert "RGB, 0..255" in said and "output stride 16" in said
    for command in ("predict", "evaluate", "export"):
        assert f"deeplab {command} '{output}'" in said


def test_json_alone_goes_to_the_terminal(file, tmp_path, capsys):
    words = ["import", "auto", str(file), "--json", "-"]
    assert main([*words, "--output", str(tmp_path / "voc.keras")]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == file.name


@pytest.fixture
def their_code(state, monkeypatch):
    """Stands for torchvision's process, whose packages may not be here."""

    def answer(program, path, image):
        return torchvision_networks.deeplabv3_mobilenet(state, image)

    monkeypatch.setattr(source_check, "_answer", answer)
    nothing_missing = source_check.Program("", ())
    monkeypatch.setitem(source_check.PROGRAMS, "torchvision", nothing_missing)


def test_classes_may_be_named_by_a_text_file(file, tmp_path, capsys):
    names, output = tmp_path / "classes.txt", tmp_path / "named.keras"
    names.write_text("\n".join(f"thing {n}" for n in range(21)))
    words = ["import", "auto", str(file), "--output", str(output)]
    assert main([*words, "--classes", str(names)]) == 0
    assert names_in_keras(output) == tuple(f"thing {n}" for n in range(21))
    names.write_text("one\ntwo\n")
    output.unlink()
    assert main([*words, "--classes", str(names)]) == 2
    assert "names 2 classes, the network has 21" in capsys.readouterr().err
    assert not output.exists()


def test_a_check_is_noted_in_the_model(file, photo, their_code, tmp_path):
    output = tmp_path / "voc.keras"
    words = ["import", "auto", file, "--output", output, "--check", photo]
    assert main([*map(str, words)]) == 0
    (note,) = keras.saving.load_model(output).weights_receipt.notes
    assert note.startswith("On photo.png the largest difference")


def test_a_check_that_fails_leaves_no_model(
    file, photo, their_code, state, tmp_path, capsys
):
    state = {**state, "classifier.4.bias": np.ones(21, np.float32)}
    other = tmp_path / "other.safetensors"
    save_file(state, other)
    output = tmp_path / "voc.keras"
    words = ["auto", other, "--output", output, "--check", photo]
    assert "not the same network" in refused(words, capsys)
    assert not output.exists()


def refused(words, capsys):
    assert main(["import", *map(str, words)]) == 2
    return capsys.readouterr().err


def test_a_file_cut_short_is_named_and_leaves_nothing(file, tmp_path, capsys):
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes(file.read_bytes()[:-1000])
    output = tmp_path / "voc.keras"
    error = refused(["auto", cut, "--output", output], capsys)
    assert "cut.safetensors" in error
    assert list(tmp_path.iterdir()) == [cut]


def test_a_foreign_file_is_named(photo, tmp_path, capsys):
    words = ["auto", photo, "--output", tmp_path / "voc.keras"]
    error = refused(words, capsys)
    assert "photo.png" in error and "format is unknown" in error


def test_what_is_there_is_kept_unless_it_may_go(file, tmp_path, capsys):
    output = tmp_path / "voc.keras"
    output.write_text("mine")
    words = ["auto", file, "--output", output]
    assert "there already" in refused(words, capsys)
    assert output.read_text() == "mine"
    assert main(["import", *map(str, words), "--overwrite"]) == 0
    assert keras.saving.load_model(output).class_names == CLASS_NAMES


def test_the_file_that_is_read_is_never_written_over(file, capsys):
    twin = file.with_suffix(".keras")
    twin.hardlink_to(file)
    words = ["auto", file, "--output", twin, "--overwrite"]
    assert "would be overwritten" in refused(words, capsys)


@pytest.mark.parametrize(
    "words, missing",
    [
        ([], "SOURCE is missing"),
        (["torchvision"], "FILE is missing"),
        (["torchvision", "a.pth"], "--output MODEL.keras is missing"),
        (["torchvision", "a.pth", "--output", "a.h5"], "end in .keras"),
        (["torchvison", "a.pth"], "perhaps you meant 'torchvision'"),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    words, missing, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    Path("a.pth").touch()
    assert missing in refused(words, capsys)
