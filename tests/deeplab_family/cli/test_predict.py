import json
import os
import re
import shutil

import keras
import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from deeplab_family.inference import (
    InferenceConfig,
    load_predictor,
    with_inference,
)
from export import export_saved_model
from tests.deeplab_family.cli.predict_calls import contents, predict
from tests.input_pipeline.decode.draw_turned import turned_file

NAMES = ("upright", "phone")


@pytest.fixture
def photos(streets, tmp_path):
    """Two photographs, one of them a PNG, as its mask will be."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, path in enumerate((streets / "images/val").iterdir()):
        kind = ("jpg", "png")[number % 2]
        Image.open(path).save(folder / f"photo_{number}.{kind}")
    return folder


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


def test_a_bad_file_is_named_and_the_others_are_segmented(
    network, photos, tmp_path, capsys
):
    (photos / "broken.jpg").write_bytes(b"no picture")
    (photos / "sea").mkdir()
    shutil.copy(photos / "photo_0.jpg", photos / "sea")
    assert predict(network, photos, "--output", tmp_path / "out") == 1
    said = capsys.readouterr()
    assert f"error: {photos / 'broken.jpg'}: it is no readable" in said.err
    assert "3 of 4 files segmented" in said.out
    masks = {path.parent.name for path in tmp_path.rglob("photo_0.png")}
    assert masks == {"out", "sea"}
    assert not list(tmp_path.rglob("out/broken*"))


def test_equal_stems_in_one_folder_get_results_of_their_own(
    network, photos, tmp_path
):
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name, color in (("a.jpg", 9), ("a.tif", 99), ("a.jpg.png", 199)):
        Image.new("RGB", (9, 7), (color,) * 3).save(pictures / name)
    out = tmp_path / "out"
    kinds = "mask,overlay,confidence,polygons,coco"
    assert predict(network, pictures, "--output", out, "--save", kinds) == 0
    names = ("a.jpg", "a.tif", "a.jpg.png")
    ends = (".png", "_overlay.jpg", "_confidence.png", ".geojson")
    assert contents(out).keys() == {
        *(f"{name}{end}" for name in names for end in ends),
        *("confidence.csv", "coco.json"),
    }
    listed = json.loads((out / "coco.json").read_text())["images"]
    assert {image["file_name"] for image in listed} == {*names}


def test_batches_change_no_mask(network, photos, tmp_path):
    for size in (1, 3):
        words = ["--output", tmp_path / str(size), "--batch-size", size]
        assert predict(network, photos, *words, "--save", "mask") == 0
    alone, together = (contents(tmp_path / size) for size in "13")
    assert alone == together and len(alone) == 2


def test_all_results_are_written_on_request(network, photos, tmp_path):
    kinds = "mask,overlay,confidence,probabilities,polygons,coco"
    words = ["--output", tmp_path / "out", "--save", kinds]
    assert predict(network, photos / "photo_0.jpg", *words) == 0
    names = contents(tmp_path / "out").keys()
    assert names == {
        *("photo_0.png", "photo_0_overlay.jpg", "photo_0_confidence.png"),
        *("photo_0_probabilities.npy", "photo_0.geojson", "coco.json"),
        "confidence.csv",
    }
    mask = np.asarray(Image.open(tmp_path / "out/photo_0.png"))
    probabilities = np.load(tmp_path / "out/photo_0_probabilities.npy")
    assert probabilities.shape == (*mask.shape, 3)
    best = np.take_along_axis(probabilities, mask[..., None].astype(int), -1)
    assert (best[..., 0] == probabilities.max(axis=-1)).all()


def test_scales_are_those_of_inference(network, photos, tmp_path):
    photo = photos / "photo_1.png"
    words = ["--save", "probabilities", "--output"]
    flags = ["--scales", "0.5", "1", "--flip"]
    assert predict(network, photo, *words, tmp_path / "a") == 0
    assert predict(network, photo, *words, tmp_path / "b", *flags) == 0
    one, mean = (
        np.load(tmp_path / f"{name}/photo_1_probabilities.npy") for name in "ab"
    )
    assert not np.array_equal(one, mean)
    predictor = load_predictor(network)
    config = InferenceConfig(scales=(0.5, 1.0), flip=True)
    image = np.asarray(Image.open(photo))[None]
    expected = with_inference(predictor, config)(image).probabilities[0]
    np.testing.assert_allclose(mean, expected, atol=1e-3)


def test_without_an_output_it_tells_what_it_would_do(
    network, photos, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (photos / "clip.mp4").touch()
    before = sorted(tmp_path.rglob("*"))
    assert predict(network, photos, "--save", "mask,overlay") == 0
    said = capsys.readouterr().out
    assert "2 images and 1 video would be segmented" in said
    assert f"{photos / 'photo_0.jpg'} -> photo_0.png, photo_0_over" in said
    assert "clip_overlay." in said and "--output FOLDER: deeplab pre" in said
    assert sorted(tmp_path.rglob("*")) == before
    assert main(["predict", "gone.keras", str(photos)]) == 2
    assert "no such model" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--save", "mask,overly"], "Received: 'overly'.*overlay"),
        (["--smooth", "1"], "--smooth must be"),
        (["--batch-size", "0"], "--batch-size must be at least 1"),
        (["--frames", "0"], "--frames must be at least 1"),
        (["--scales", "x"], "--scales takes numbers"),
        (["--smooth", "0.5"], "--smooth is for videos"),
        (["--frames", "3"], "--frames is for videos"),
        (["--smallest-region", "-1"], "--smallest-region must be at least 0"),
        (["--smallest-region", "9"], "Add one of polygons, coco, labelme"),
        (["--url-prefix", "x/", "--save", "cvat"], "Add labelstudio to --save"),
    ],
)
def test_values_that_mean_nothing_are_refused(
    network, photos, tmp_path, words, said, capsys
):
    assert predict(network, photos, "--output", tmp_path / "o", *words) == 2
    assert re.search(said, capsys.readouterr().err)
    assert not (tmp_path / "o").exists()


def test_the_mask_of_a_phone_photograph_is_upright(
    network, streets, tmp_path, capsys
):
    photos, out = tmp_path / "photos", tmp_path / "out"
    photos.mkdir()
    source = next((streets / "images" / "val").iterdir())
    upright = np.asarray(Image.open(source))
    Image.fromarray(upright).save(photos / "upright.png")
    phone = turned_file(upright, 6, "PNG")
    (photos / "phone.png").write_bytes(phone)
    words = ["predict", str(network), str(photos)]
    assert main([*words, "--output", str(out)]) == 0
    masks = [np.asarray(Image.open(out / f"{n}.png")) for n in NAMES]
    np.testing.assert_array_equal(*masks)
    overlays = [Image.open(out / f"{n}_overlay.jpg") for n in NAMES]
    np.testing.assert_array_equal(*map(np.asarray, overlays))
    assert "1 turned upright" in capsys.readouterr().out


def test_photographs_are_never_written_over(network, photos, tmp_path, capsys):
    before = contents(photos)
    (tmp_path / "link").symlink_to(photos)
    files = sorted(photos.iterdir())
    for words in (
        [photos, "--output", photos],
        [photos, "--output", tmp_path / "link", "--overwrite"],
        [*files, "--output", photos, "--overwrite"],
    ):
        assert predict(network, *words) == 2
        assert contents(photos) == before
    assert f"{photos / 'photo_1.png'} is read" in capsys.readouterr().err


def test_nothing_is_written_before_everything_is_known_to_fit(
    network, photos, tmp_path, capsys
):
    output = tmp_path / "out"
    output.mkdir()
    (output / "photo_1_overlay.jpg").write_text("mine")
    words = [photos, "--output", output]
    assert predict(network, *words) == 2
    assert "photo_1_overlay.jpg: there already" in capsys.readouterr().err
    assert contents(output) == {"photo_1_overlay.jpg": b"mine"}
    assert predict(network, *words, "--overwrite") == 0
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


def test_a_name_that_is_no_utf8_is_kept(network, tmp_path):
    name = b"caf\xe9".decode("utf-8", "surrogateescape")
    Image.new("RGB", (40, 36)).save(tmp_path / f"{name}.png")
    words = ["predict", str(network)]
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


def test_opacity_is_the_share_of_the_colors(network, photos, tmp_path, capsys):
    photo = photos / "photo_1.png"
    original = np.asarray(Image.open(photo), np.float64)
    far = []
    for number, opacity in enumerate((0, 0.5, 1)):
        out = tmp_path / f"out_{number}"
        words = [photo, "--output", out, "--opacity", opacity]
        assert predict(network, *words) == 0
        shown = np.asarray(Image.open(out / "photo_1_overlay.jpg"), np.float64)
        height, width = original.shape[:2]
        far.append(np.abs(shown[:height, :width] - original).mean())
    assert far[0] < far[1] < far[2]
    assert predict(network, photo, "--output", out, "--opacity", 2) == 2
    assert "--opacity must lie in 0..1" in capsys.readouterr().err


def test_words_in_the_wrong_order_are_seen(network, photos, capsys):
    words = [photos / "photo_0.jpg", network]
    assert main(["predict", *map(str, words)]) == 2
    assert "is a picture, not a model" in capsys.readouterr().err
    assert main(["predict", str(network)]) == 2
    assert "IMAGE is missing" in capsys.readouterr().err


def test_a_georeferenced_tiff_becomes_one(network, photos, tmp_path, capsys):
    tifffile = pytest.importorskip("tifffile")
    image = np.asarray(Image.open(photos / "photo_1.png"))
    scale = (33550, "d", 3, (0.5, 0.5, 0.0), True)
    for name in ("field", "again"):
        path = tmp_path / f"map/{name}.tif"
        path.parent.mkdir(exist_ok=True)
        tifffile.imwrite(path, image, photometric="rgb", extratags=[scale])
    (tmp_path / "map/field.tfw").write_text("world")
    (tmp_path / "map/broken.tif").write_bytes(b"II*\0" + bytes(9))
    shutil.copy(photos / "photo_1.png", tmp_path / "map/photo.png")
    words = [tmp_path / "map", "--save", "mask", "--output", tmp_path / "out"]
    assert predict(network, *words) == 1
    assert "broken.tif" in capsys.readouterr().err
    assert sorted(contents(tmp_path / "out")) == [
        *("again.tif", "field.tfw", "field.tif", "photo.png")
    ]
    mask = np.asarray(Image.open(tmp_path / "out/photo.png"))
    with tifffile.TiffFile(tmp_path / "out/field.tif") as file:
        np.testing.assert_array_equal(file.pages[0].asarray(), mask)
        assert file.pages[0].tags[33550].value == scale[3]
    assert predict(network, *words) == 2
    assert "field.tfw" in capsys.readouterr().err


def test_what_large_tiffs_do_not_get_is_told_before(
    network, photos, tmp_path, capsys
):
    tifffile = pytest.importorskip("tifffile")
    scale = (33550, "d", 3, (0.5, 0.5, 0.0), True)
    image, field = np.zeros((8, 9, 3), np.uint8), photos / "field.tif"
    tifffile.imwrite(field, image, photometric="rgb", extratags=[scale])
    told = f"Without overlay, confidence, a mask alone: {field} (over 25"
    words = [photos, "--save", "mask,overlay,confidence"]
    assert predict(network, *words) == 0
    assert told in capsys.readouterr().err
    assert predict(network, *words, "--output", tmp_path / "out") == 0
    assert told in capsys.readouterr().err
    assert (tmp_path / "out/photo_0_confidence.png").exists()
    words = [photos, "--save", "overlay"]
    for more in ([], ["--output", tmp_path / "none"]):
        assert predict(network, *words, *more) == 2
        said = capsys.readouterr().err
        assert "Add mask to --save overlay" in said and str(field) in said
    assert not (tmp_path / "none").exists()
    assert predict(network, photos) == 0
    assert "mask alone" not in capsys.readouterr().err
    assert predict(network, photos, "--stored-ids", "cityscapes") == 0
    assert "Without stored_ids, a mask alone" in capsys.readouterr().err


def test_a_test_server_of_other_classes_is_refused_before_the_first_picture(
    network, photos, tmp_path, capsys
):
    words = ["--stored-ids", "cityscapes", "--output", tmp_path / "out"]
    assert predict(network, photos, *words) == 2
    assert "the model knows 3 classes" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_animation_is_its_first_picture_and_that_is_said(
    network, tmp_path, capsys
):
    frames = [Image.new("RGB", (16, 12), (level, 9, 60)) for level in (0, 250)]
    folder = tmp_path / "photos"
    folder.mkdir()
    frames[0].save(folder / "two.gif", save_all=True, append_images=frames[1:])
    frames[0].save(folder / "one.gif")
    assert predict(network, folder, "--output", tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "Of 1 file with several pictures, the first was taken" in said
    masks = [
        np.asarray(Image.open(p)) for p in (tmp_path / "out").glob("*.png")
    ]
    np.testing.assert_array_equal(*masks)
