import numpy as np
from PIL import Image

from deeplab_family.cli.main import main


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
