import numpy as np
import pytest
from PIL import Image

from export import ExportError
from export.real_images import find_images, read_images, read_labels
from tests.export.tiny_network import draw_images, save_images
from tests.input_pipeline.decode.draw_turned import turned_file


def test_images_are_chosen_evenly_and_always_the_same(tmp_path):
    save_images(tmp_path, draw_images(10, 8, 8))
    chosen = find_images(tmp_path, 5)
    assert [path.stem for path in chosen] == ["000", "002", "004", "006", "008"]
    assert find_images(tmp_path, 5) == chosen
    assert len(find_images(tmp_path, 100)) == 10


def test_other_and_hidden_files_are_skipped(tmp_path):
    save_images(tmp_path, draw_images(1, 8, 8), ".JPG")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "._000.jpg").write_bytes(b"x")
    assert [path.name for path in find_images(tmp_path, 9)] == ["000.JPG"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ExportError, match="nowhere: no such folder"):
        find_images(tmp_path / "nowhere", 5)


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(ExportError, match="no image in it.*jpg"):
        find_images(tmp_path, 5)


def test_images_are_read_as_rgb_and_resized(tmp_path):
    images = draw_images(2, 20, 30)
    paths = find_images(save_images(tmp_path, images), 5)
    np.testing.assert_array_equal(read_images(paths, (20, 30)), images)
    assert read_images(paths, (33, 17)).shape == (2, 33, 17, 3)


def test_every_damaged_image_is_listed(tmp_path):
    save_images(tmp_path, draw_images(3, 40, 40), ".jpg")
    for name in ("000.jpg", "002.jpg"):
        content = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ExportError, match="2 of 3") as error:
        read_images(find_images(tmp_path, 5), (8, 8))
    assert "000.jpg" in str(error.value)
    assert "001.jpg" not in str(error.value)
    assert "002.jpg" in str(error.value)


@pytest.fixture
def labeled(tmp_path):
    images = save_images(tmp_path / "images", draw_images(2, 8, 8))
    labels = tmp_path / "labels"
    labels.mkdir()
    return find_images(images, 5), labels


def test_labels_keep_their_ids_when_resized(labeled):
    images, labels = labeled
    ids = np.random.default_rng(0).choice([0, 3, 255], (8, 8)).astype(np.uint8)
    for image in images:
        label = Image.fromarray(ids).convert("P")
        label.putdata(ids.ravel().tolist())
        label.save(labels / f"{image.stem}.png")
    read = read_labels(images, labels, (16, 16))
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read[1], ids.repeat(2, 0).repeat(2, 1))


def test_missing_labels_are_listed(labeled):
    images, labels = labeled
    with pytest.raises(ExportError, match="2 of 2.*000.png.*001.png"):
        read_labels(images, labels, (8, 8))


def test_a_label_of_colors_is_refused_by_name(labeled):
    images, labels = labeled
    save_images(labels, draw_images(2, 8, 8))
    with pytest.raises(ExportError, match="000.png.*RGB"):
        read_labels(images, labels, (8, 8))


def test_a_label_of_another_size_is_refused_by_name(labeled):
    images, labels = labeled
    for image in images:
        save = Image.fromarray(np.zeros((8, 9), np.uint8)).save
        save(labels / f"{image.stem}.png")
    with pytest.raises(ExportError, match="000.png: has 8 x 9.*8 x 8"):
        read_labels(images, labels, (8, 8))


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_a_turned_photograph_is_compared_upright(orientation, tmp_path):
    pixels = draw_images(1, 8, 12)[0]
    path = tmp_path / "a.png"
    path.write_bytes(turned_file(pixels, orientation, "PNG"))
    np.testing.assert_array_equal(read_images([path], (8, 12))[0], pixels)
    labels = tmp_path / "labels"
    labels.mkdir()
    Image.fromarray(np.eye(8, 12).astype(np.uint8)).save(labels / "a.png")
    read = read_labels([path], labels, (8, 12))
    np.testing.assert_array_equal(read[0], np.eye(8, 12))


@pytest.mark.parametrize("orientation", [2, 3, 4])
def test_a_turn_that_the_label_does_not_tell_is_refused(orientation, labeled):
    images, labels = labeled
    Image.fromarray(np.zeros((8, 8), np.uint8)).save(labels / "000.png")
    Image.fromarray(np.zeros((8, 8), np.uint8)).save(labels / "001.png")
    content = turned_file(draw_images(1, 8, 8)[0], orientation, "PNG")
    images[1].write_bytes(content)
    with pytest.raises(ExportError, match="001.*EXIF orientation"):
        read_labels(images, labels, (8, 8))


def test_the_reason_of_a_refusal_is_told(tmp_path):
    path = tmp_path / "a.png"
    values = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    Image.fromarray(values).save(path)
    with pytest.raises(ExportError, match="1 of 1.*a.png .*16 gray levels"):
        read_images([path], (8, 8))
