import os
import re

import keras
import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from export import export_saved_model


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


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ((), 2, "error: .*was not written by .deeplab export.*--trust"),
        (("--trust",), 0, "1 images segmented"),
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
