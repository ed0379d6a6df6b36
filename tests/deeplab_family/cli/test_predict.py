import os
import re
import shutil

import keras
import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from export import export_saved_model
from tests.input_pipeline.decode.draw_turned import turned_file

NAMES = ("upright", "phone")


def test_each_photograph_gets_a_mask_and_an_overlay(trained, streets, tmp_path):
    folder = streets / "images" / "val"
    words = ["predict", str(trained / "best.keras"), str(folder)]
    assert main([*words, "--output", str(tmp_path / "out")]) == 0
    stems = {path.stem for path in folder.iterdir()}
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {f"{stem}.png" for stem in stems} | {
        f"{stem}_overlay.jpg" for stem in stems
    }
    mask = Image.open(tmp_path / "out" / f"{stems.pop()}.png")
    assert mask.mode == "P" and mask.size == (64, 48)
    assert np.asarray(mask).max() < 9


def test_unreadable_photograph_is_named(trained, tmp_path, capsys):
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"no picture")
    words = ["predict", str(trained / "best.keras"), str(path)]
    assert main([*words, "--output", str(tmp_path / "out")]) == 2
    assert "broken.jpg" in capsys.readouterr().err


def test_the_mask_of_a_phone_photograph_is_upright(
    trained, streets, tmp_path, capsys
):
    photos, out = tmp_path / "photos", tmp_path / "out"
    photos.mkdir()
    source = next((streets / "images" / "val").iterdir())
    upright = np.asarray(Image.open(source))
    Image.fromarray(upright).save(photos / "upright.png")
    phone = turned_file(upright, 6, "PNG")
    (photos / "phone.png").write_bytes(phone)
    words = ["predict", str(trained / "best.keras"), str(photos)]
    assert main([*words, "--output", str(out)]) == 0
    masks = [np.asarray(Image.open(out / f"{n}.png")) for n in NAMES]
    np.testing.assert_array_equal(*masks)
    overlays = [Image.open(out / f"{n}_overlay.jpg") for n in NAMES]
    np.testing.assert_array_equal(*map(np.asarray, overlays))
    assert "1 turned upright" in capsys.readouterr().out


def predict(trained, *words):
    words = [trained / "best.keras", *words]
    return main(["predict", *map(str, words)])


@pytest.fixture
def photos(streets, tmp_path):
    """Two photographs, one of them a PNG, as its mask will be."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, path in enumerate((streets / "images/val").iterdir()):
        kind = ("jpg", "png")[number % 2]
        Image.open(path).save(folder / f"photo_{number}.{kind}")
    return folder


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_photographs_are_never_written_over(trained, photos, tmp_path, capsys):
    before = contents(photos)
    (tmp_path / "link").symlink_to(photos)
    files = sorted(photos.iterdir())
    for words in (
        [photos, "--output", photos],
        [photos, "--output", tmp_path / "link", "--overwrite"],
        [*files, "--output", photos, "--overwrite"],
    ):
        assert predict(trained, *words) == 2
        assert contents(photos) == before
    assert f"{photos / 'photo_1.png'} is read" in capsys.readouterr().err


def test_nothing_is_written_before_everything_is_known_to_fit(
    trained, photos, tmp_path, capsys
):
    output = tmp_path / "out"
    output.mkdir()
    (output / "photo_1_overlay.jpg").write_text("mine")
    words = [photos, "--output", output]
    assert predict(trained, *words) == 2
    assert "photo_1_overlay.jpg: there already" in capsys.readouterr().err
    assert contents(output) == {"photo_1_overlay.jpg": b"mine"}
    assert predict(trained, *words, "--overwrite") == 0
    assert len(contents(output)) == 4


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ((), 2, "error: .*was not written by .deeplab export.*--trust"),
        (("--trust",), 0, "1 image segmented"),
    ],
)
def test_a_foreign_saved_model_needs_trust(
    tmp_path, capfd, more, status, words
):
    inputs = keras.Input((None, None, 3))
    model = keras.Model(inputs, keras.layers.Conv2D(3, 1)(inputs))
    folder = export_saved_model(model, tmp_path)
    (folder / "1/assets.extra/deeplab_family.json").unlink()
    Image.new("RGB", (9, 7)).save(tmp_path / "photo.png")
    line = ["predict", str(folder), str(tmp_path / "photo.png"), *more]
    assert main([*line, "--output", str(tmp_path / "out")]) == status
    said = capfd.readouterr()
    assert re.search(words, said.out + said.err)


def test_a_name_that_is_no_utf8_is_kept(trained, tmp_path):
    name = b"caf\xe9".decode("utf-8", "surrogateescape")
    Image.new("RGB", (40, 36)).save(tmp_path / f"{name}.png")
    words = ["predict", str(trained / "best.keras")]
    words += [str(tmp_path / f"{name}.png"), "--output", str(tmp_path / "out")]
    assert main(words) == 0
    assert sorted(os.listdir(os.fsencode(tmp_path / "out"))) == [
        b"caf\xe9.png",
        b"caf\xe9_overlay.jpg",
    ]


def test_a_run_gets_its_predictions_in_its_own_folder(
    trained, photos, tmp_path, capsys
):
    run = shutil.copytree(trained, tmp_path / "run")
    assert main(["predict", str(run), str(photos / "photo_0.jpg")]) == 0
    assert sorted(contents(run / "predictions")) == [
        "photo_0.png",
        "photo_0_overlay.jpg",
    ]
    assert main(["predict", str(run), str(photos / "photo_0.jpg")]) == 2
    assert "there already" in capsys.readouterr().err


def test_opacity_is_the_share_of_the_colors(trained, photos, tmp_path, capsys):
    photo = photos / "photo_1.png"
    original = np.asarray(Image.open(photo), np.float64)
    far = []
    for number, opacity in enumerate((0, 0.5, 1)):
        out = tmp_path / f"out_{number}"
        words = [photo, "--output", out, "--opacity", opacity]
        assert predict(trained, *words) == 0
        shown = np.asarray(Image.open(out / "photo_1_overlay.jpg"), np.float64)
        height, width = original.shape[:2]
        far.append(np.abs(shown[:height, :width] - original).mean())
    assert far[0] < far[1] < far[2]
    assert predict(trained, photo, "--output", out, "--opacity", 2) == 2
    assert "--opacity must be 0..1" in capsys.readouterr().err


def test_words_in_the_wrong_order_are_seen(trained, photos, capsys):
    words = [photos / "photo_0.jpg", trained / "best.keras"]
    assert main(["predict", *map(str, words)]) == 2
    assert "is a picture, not a model" in capsys.readouterr().err
    assert main(["predict", str(trained)]) == 2
    assert "IMAGE is missing" in capsys.readouterr().err
    assert predict(trained, photos) == 2
    assert "--output FOLDER is missing" in capsys.readouterr().err
