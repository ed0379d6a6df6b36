import numpy as np
from PIL import Image

from deeplab_family.cli.main import main
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
