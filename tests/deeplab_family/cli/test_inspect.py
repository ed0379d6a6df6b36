import json

import numpy as np
from PIL import Image

from deeplab_family.cli.main import main


def test_prints_stages_and_writes_the_same_as_json(trained, tmp_path, capsys):
    path = tmp_path / "inspection.json"
    words = ["inspect", str(trained / "best.keras"), "--json", str(path)]
    assert main([*words, "--image-size", "65", "97"]) == 0
    text = capsys.readouterr().out
    content = json.loads(path.read_text())
    assert content["image_size"] == [65, 97]
    assert "65 x 97" in text
    assert content["stages"][0]["name"] == "stem"
    assert f"{content['parameters']:,}" in text
    assert "utilisation ratio" in text


def test_draws_the_effective_receptive_field(trained, tmp_path, capsys):
    photograph, picture = tmp_path / "image.png", tmp_path / "out" / "erf.png"
    pixels = np.random.default_rng(0).integers(0, 256, (50, 70, 3), np.uint8)
    Image.fromarray(pixels).save(photograph)
    words = ["inspect", str(trained / "best.keras"), "--image-size", "33", "33"]
    words += ["--effective-receptive-field", str(photograph)]
    words += ["--output", str(picture), "--pixel", "10", "20"]
    assert main(words) == 0
    drawn = np.asarray(Image.open(picture))
    assert drawn.shape == (50, 70, 3)
    colored = np.ptp(drawn.astype(int), axis=-1) > 8
    rows, columns = np.nonzero(colored)
    assert colored.any() and not colored.all()
    assert abs(rows.mean() - 10) < 15 and abs(columns.mean() - 20) < 15
    assert "(10, 20)" in capsys.readouterr().out


def test_a_picture_needs_both_photograph_and_place(trained, capsys):
    words = ["inspect", str(trained / "best.keras"), "--output", "erf.png"]
    assert main(words) == 2
    assert "belong together" in capsys.readouterr().err


def test_an_unknown_name_gets_the_nearest_recipe(capsys):
    assert main(["inspect", "deeplabv33"]) == 2
    assert "meant 'voc_deeplabv3'." in capsys.readouterr().err


def test_sizes_without_pixels_are_refused(capsys):
    words = ["inspect", "voc_deeplabv3", "--image-size", "0", "513"]
    assert main(words) == 2
    assert "--image-size" in capsys.readouterr().err
