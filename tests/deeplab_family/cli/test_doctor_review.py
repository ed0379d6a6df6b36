import csv
import shutil

import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli import doctor_review
from deeplab_family.cli.main import main
from deeplab_family.inference import Prediction
from input_pipeline.picture_format import PictureFormat
from input_pipeline.synthetic.classes import CLASS_NAMES, Street
from tests.stand_in_model import write_stand_in


class Knowing:
    """Knows the labels that the streets had at first.

    Pictures are told by their pixels, as the network gets them.
    """

    kind, input_size = "keras", None
    num_classes, class_names = len(CLASS_NAMES), CLASS_NAMES

    def __init__(self, root):
        self._labels = {}
        for path in root.glob("images/*/*.jpg"):
            image = np.asarray(Image.open(path))
            label = root / "labels" / path.parent.name / f"{path.stem}.png"
            key = _key(image)
            self._labels[key] = np.asarray(Image.open(label))

    def __call__(self, images):
        ids = self._labels[_key(images[0])]
        known = np.where(ids == 255, 0, ids)
        shares = 0.99 * np.eye(self.num_classes, dtype=np.float32)[known][None]
        shares += 0.01 / self.num_classes
        return Prediction(shares.argmax(-1).astype(np.uint8), shares)


def _key(image):
    """Decoders differ by a level here and there."""
    small = Image.fromarray(image).resize((4, 4), Image.Resampling.BOX)
    return (np.asarray(small).astype(int) // 4).tobytes()


@pytest.fixture
def photos(streets, tmp_path):
    return shutil.copytree(streets, tmp_path / "photos")


@pytest.fixture
def model(photos, tmp_path, monkeypatch):
    """A model file that answers as one who knows the labels."""
    knowing = Knowing(photos)
    monkeypatch.setattr(doctor_review, "load_predictor", lambda path: knowing)
    return write_stand_in(tmp_path / "model.keras")


def spoil(photos, name, rows, columns, class_id):
    path = photos / "labels" / name
    ids = np.array(Image.open(path))
    ids[rows, columns] = class_id
    Image.fromarray(ids).save(path)


def rows_of(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_planted_mistakes_are_listed_first_and_drawn(
    photos, model, tmp_path, capsys
):
    labels = sorted((photos / "labels" / "train").iterdir())
    small, large = labels[1].name, labels[4].name
    spoil(photos, f"train/{small}", slice(38, 47), slice(4, 15), Street.SKY)
    spoil(photos, f"train/{large}", slice(0, 48), slice(0, 40), Street.PERSON)
    look = tmp_path / "look"
    words = ["doctor", str(photos), "--model", str(model)]
    assert main([*words, "--review", str(look)]) == 0
    text = capsys.readouterr().out
    assert "Labels that the model contradicts: 2 of 8" in text
    rows = rows_of(look / "doubted_labels.csv")
    assert [row["label"] for row in rows] == [
        f"labels/train/{large}",
        f"labels/train/{small}",
    ]
    assert [row["labeled"] for row in rows] == ["person", "sky"]
    assert rows[1]["predicted"] == "road"
    assert float(rows[0]["share"]) > float(rows[1]["share"])
    sheet = np.asarray(Image.open(look / "doubted_labels.png"))
    assert (sheet == (255, 0, 255)).all(axis=-1).any()  # the frames
    assert not (look / "label_next.csv").exists()


def test_images_without_a_label_are_ranked_beside_the_labels(
    photos, model, tmp_path, capsys
):
    label = min((photos / "labels" / "train").iterdir())
    label.unlink()
    look = tmp_path / "look"
    words = ["doctor", str(photos), "--model", str(model)]
    assert main([*words, "--review", str(look)]) == 1  # a label is missing
    text = capsys.readouterr().out
    assert "image_without_label" in text
    assert "contradicts: 0 of 7" in text
    (row,) = rows_of(look / "label_next.csv")
    assert row["image"] == f"images/train/{label.stem}.jpg"
    assert row["next"] == "1"
    assert (look / "label_next.png").exists()


def test_a_folder_of_images_is_ranked_and_no_data_set_asked_for(
    photos, model, tmp_path, capsys
):
    images = photos / "images" / "train"
    (images / "no_picture.jpg").write_bytes(b"no picture")
    Image.new("RGB", (64, 31)).save(images / "icon.png")
    (images / "link.jpg").symlink_to("gone.jpg")
    words = ["doctor", str(images), "--model", str(model), "--samples", "2"]
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "icon.png has 31 x 64 pixels (height x width)" in text
    assert f"No such file or directory: {images / 'link.jpg'}" in text
    assert "Errno" not in text
    assert "Images without a label: 6. Label next" in text
    assert "Left out" in text and "no_picture.jpg" in text
    assert "tree" not in text
    assert text.count(": 0.") == 2


def test_the_order_of_what_to_label_next_is_explained(photos, model, capsys):
    images = str(photos / "images" / "train")
    told = "the uncertainty need not fall"
    assert main(["doctor", images, "--model", str(model)]) == 0
    assert capsys.readouterr().out.count(told) == 1
    words = ["doctor", images, "--model", str(model), "--samples", "1"]
    assert main(words) == 0
    assert told not in capsys.readouterr().out


def test_a_split_alone_is_reviewed_without_the_others(photos, model, capsys):
    shutil.rmtree(photos / "images" / "train")
    shutil.rmtree(photos / "labels" / "train")
    words = ["doctor", str(photos), "--model", str(model)]
    assert main(words) == 1
    assert "split_missing" in capsys.readouterr().out
    assert main([*words, "--splits", "val"]) == 0
    assert "contradicts: 0 of 2" in capsys.readouterr().out


def test_other_classes_are_refused(photos, model, capsys):
    (photos / "classes.txt").write_text("\n".join("abcdefghi"))
    out = photos.parent / "report.json"
    words = ["doctor", str(photos), "--model", str(model)]
    assert main([*words, "--json", str(out)]) == 2
    said = capsys.readouterr()
    assert "road" in said.err and said.err.count("\n") == 1
    assert said.out == "" and not out.exists()  # no half of an answer


def test_words_that_do_not_fit_are_refused(photos, model, tmp_path, capsys):
    data = ["doctor", str(photos)]
    for words, said in (
        (["--review", str(tmp_path / "look")], "--model FILE"),
        (["--model", str(model), "--json", "-"], "--json report.json"),
        (["--model", str(model), "--confidence", "0"], "--confidence"),
        (["--model", str(tmp_path / "no")], "no such model"),
    ):
        assert main([*data, *words]) == 2
        assert said in capsys.readouterr().err
    look = tmp_path / "look"
    look.mkdir()
    (look / "label_next.csv").touch()
    words = ["--model", str(model), "--review", str(look)]
    assert main([*data, *words]) == 2
    assert "--overwrite" in capsys.readouterr().err


class ByValue:
    """Tells gray images of 16 bits by their values, without rounding."""

    kind, input_size, num_classes = "keras", None, 2
    class_names, pictures = ("low", "high"), PictureFormat(channels=1)

    def __call__(self, images):
        assert images.dtype == np.float32 and images.shape[-1] == 1
        ids = (images[..., 0] > 127.9).astype(int)
        shares = 0.98 * np.eye(2, dtype=np.float32)[ids] + 0.01
        return Prediction(ids.astype(np.uint8), shares)


def gray_photos(home, labels):
    """16-bit images whose middle differs by one level of 65,536."""
    pixels = np.full((40, 40), 32896, np.uint16)  # 128.0
    pixels[:, :20] = 32800  # 127.6
    for number, ids in enumerate(labels):
        for name, picture in (("images", pixels), ("labels", ids)):
            folder = home / name / "train"
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(picture).save(folder / f"{number}.png")
    (home / "classes.txt").write_text("low\nhigh")
    return home


def test_a_model_of_other_images_is_asked_in_its_format(
    tmp_path, monkeypatch, capsys
):
    right = np.zeros((40, 40), np.uint8)
    right[:, 20:] = 1
    wrong = right.copy()
    wrong[5:20, 25:35] = 0
    photos = gray_photos(tmp_path / "gray", [right, wrong])
    monkeypatch.setattr(doctor_review, "load_predictor", lambda _: ByValue())
    model = write_stand_in(tmp_path / "model.keras")
    look = tmp_path / "look"
    words = ["doctor", str(photos), "--model", str(model)]
    main([*words, "--review", str(look)])
    assert "contradicts: 1 of 2" in capsys.readouterr().out
    (row,) = rows_of(look / "doubted_labels.csv")
    assert row["label"] == "labels/train/1.png"
    assert (look / "doubted_labels.png").exists()


def test_data_of_another_format_than_the_model_are_refused(
    photos, tmp_path, monkeypatch, capsys
):
    (photos / "classes.txt").unlink()
    monkeypatch.setattr(doctor_review, "load_predictor", lambda _: ByValue())
    monkeypatch.setattr(ByValue, "num_classes", len(CLASS_NAMES))
    monkeypatch.setattr(ByValue, "class_names", CLASS_NAMES)
    model = write_stand_in(tmp_path / "model.keras")
    assert main(["doctor", str(photos), "--model", str(model)]) == 2
    error = capsys.readouterr().err
    assert "takes images of 1 channel of 8 or 16 bits, and " in error
    assert error.count("\n") == 1


def test_labels_without_images_are_no_images_to_label(photos, model, capsys):
    shutil.rmtree(photos / "images")
    assert main(["doctor", str(photos), "--model", str(model)]) == 1
    text = capsys.readouterr().out
    assert "error tree" in text and "model was not asked" in text
    assert "Label next" not in text
