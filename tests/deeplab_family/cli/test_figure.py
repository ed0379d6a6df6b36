import xml.etree.ElementTree as ElementTree

import keras
import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from deeplab_family.figures import draw_gridding
from deeplab_family.models import GALDNetConfig
from tests.small_backbone import SmallBackboneConfig

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def gald(tmp_path_factory):
    """The file of a network that was not trained."""
    keras.utils.set_random_seed(0)
    config = GALDNetConfig(
        num_classes=9,
        backbone=SmallBackboneConfig(output_stride=8),
        filters=16,
        padding="same",
    )
    path = tmp_path_factory.mktemp("models") / "net.keras"
    config.build().save(path)
    return path


def picture(path):
    return np.asarray(Image.open(path))


def test_a_chart_is_an_svg_file_with_its_own_colors(tmp_path, capsys):
    path = tmp_path / "valid.svg"
    assert main(["figure", "valid-weights", "--output", str(path)]) == 0
    assert str(path) in capsys.readouterr().out
    root = ElementTree.parse(path).getroot()
    lines = root.findall(f".//{SVG}polyline")
    assert [len(line.get("points").split()) for line in lines] == [65] * 4
    style = root.find(f"{SVG}style").text
    assert "prefers-color-scheme: dark" in style


def test_a_chart_as_a_picture(tmp_path):
    path = tmp_path / "valid.png"
    words = ["figure", "valid-weights", "--map-size", "9", "9"]
    assert main([*words, "--output", str(path)]) == 0
    assert picture(path).shape == (600, 960, 3)


def test_rates_make_the_rows(tmp_path):
    path = tmp_path / "gridding.png"
    words = ["figure", "gridding", "--rates", "3,1", "2", "--output", str(path)]
    assert main(words) == 0
    expected = draw_gridding([(3, 1), (2,)])
    np.testing.assert_array_equal(picture(path), expected)


@pytest.mark.parametrize(
    "name, words, said",
    [
        ("side-by-side", ["--patch", "8", "8", "20", "30"], "Figure: "),
        ("receptive-field", ["--scales", "0.5"], "Figure: "),
        ("masks", [], "Figure: "),
        ("stages", "--steps 2 --crop 32 32".split(), "Loss of the heads: "),
    ],
)
def test_figures_of_a_network_and_labeled_data(
    name, words, said, gald, streets, tmp_path, capsys
):
    path = tmp_path / "figure.png"
    words = [*words, "--data", str(streets), "--samples", "1"]
    assert main(["figure", name, str(gald), *words, "--output", str(path)]) == 0
    assert said in capsys.readouterr().out
    assert len(np.unique(picture(path).reshape(-1, 3), axis=0)) > 4


def test_photographs_need_no_data(gald, streets, tmp_path):
    image = next(streets.glob("images/val/*.jpg"))
    path = tmp_path / "masks.png"
    words = ["figure", "masks", str(gald), "--images", str(image)]
    assert main([*words, "--output", str(path)]) == 0
    height, width = picture(path).shape[:2]
    assert width > 2 * 64 and height > 48


@pytest.mark.parametrize("name", ["receptive-field", "masks", "stages"])
def test_a_classifier_is_refused(name, streets, tmp_path, capsys):
    inputs = keras.Input((None, None, 3))
    pooled = keras.layers.GlobalAveragePooling2D()(inputs)
    path = tmp_path / "classes.keras"
    keras.Model(inputs, keras.layers.Dense(3)(pooled)).save(path)
    out = tmp_path / "figure.png"
    words = ["figure", name, str(path), "--data", str(streets)]
    assert main([*words, "--output", str(out)]) == 2
    error = capsys.readouterr().err
    assert "classes.keras: figures are of networks that segment" in error
    assert error.count("\n") == 1 and not out.exists()


@pytest.mark.parametrize("name", ["receptive-field", "masks", "stages"])
def test_an_exported_file_is_refused_before_it_is_read(name, tmp_path, capsys):
    for model in ("net.tflite", "net.onnx", "saved"):
        (tmp_path / model).mkdir() if model == "saved" else (
            tmp_path / model
        ).touch()
        words = ["figure", name, str(tmp_path / model)]
        words += ["--data", str(tmp_path), "--output", str(tmp_path / "a.png")]
        assert main(words) == 2
        error = capsys.readouterr().err
        assert f"{model}: {name} needs a .keras file: an exported" in error
        assert error.count("\n") == 1


def test_words_that_do_not_fit_are_refused(gald, tmp_path, capsys):
    out = ["--output", str(tmp_path / "a.png")]
    image = tmp_path / "photo.jpg"
    Image.new("RGB", (8, 8)).save(image)
    one = ["--images", str(image)]
    for words, said in (
        (["gridings", *out], "perhaps you meant"),
        (["gridding"], "--output"),
        (["gridding", "--rates", "1,x", *out], "'1,x'"),
        (["gridding", str(gald), *out], "takes 0 MODEL"),
        (["gridding", "--output", str(tmp_path / "a.svg")], ".png"),
        (["masks", *one, *out], "takes 1 to 6 MODEL"),
        (["masks", str(gald), *out], "--images"),
        (["stages", str(gald), *one, *out], "--data"),
        (["receptive-field", str(gald), *one, "--scales", "0", *out], "0.1"),
        (
            ["side-by-side", str(gald), *one, "--output", str(image)],
            "overwritten",
        ),
    ):
        assert main(["figure", *words]) == 2, words
        error = capsys.readouterr().err
        assert said in error and error.count("\n") <= 2, words
    assert not (tmp_path / "a.png").exists()
