import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError, open_dataset
from input_pipeline.check.check_sample import check_sample
from tests.input_pipeline.decode.draw_turned import turned_file
from tests.input_pipeline.draw_files import (
    SIZE,
    palette_image,
    random_ids,
    random_pixels,
    write_folder,
)


@pytest.fixture
def dataset(tmp_path):
    return open_dataset("folder", write_folder(tmp_path, count=1))


@pytest.fixture
def sample(dataset):
    return dataset.samples("train")[0]


def test_a_good_sample_gives_its_counts(sample, dataset):
    checked = check_sample(sample, dataset.spec)
    counts = checked.class_pixels
    assert not checked.is_set_upright
    assert counts.sum() == SIZE[0] * SIZE[1]
    assert np.flatnonzero(counts).tolist() == [0, 1, 2, 255]


def test_a_palette_with_255_is_good(sample, dataset):
    ids = np.zeros(SIZE, np.uint8)
    ids[:5] = 255
    palette_image(ids).save(sample.label_path)
    counts = check_sample(sample, dataset.spec).class_pixels
    assert counts[255] == 5 * SIZE[1]


@pytest.mark.parametrize("part", ["image_path", "label_path"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_truncated_files_are_named(sample, dataset, part, share):
    path = getattr(sample, part)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DataError, match=f"{path.name} "):
        check_sample(sample, dataset.spec)


def test_a_truncated_palette_is_named(sample, dataset):
    palette_image(random_ids(0)).save(sample.label_path)
    content = sample.label_path.read_bytes()
    sample.label_path.write_bytes(content[:-40])
    with pytest.raises(DataError, match="000.png is truncated or damaged"):
        check_sample(sample, dataset.spec)


def test_sizes_that_differ_are_named(sample, dataset):
    Image.new("L", (7, 9)).save(sample.label_path)
    with pytest.raises(DataError, match="7 x 9 pixels, its image 48 x 36"):
        check_sample(sample, dataset.spec)


def test_rgb_mask_is_refused_with_the_fix(sample, dataset):
    Image.new("RGB", SIZE[::-1]).save(sample.label_path)
    with pytest.raises(DataError, match="RGB PNG.*Convert each color"):
        check_sample(sample, dataset.spec)


def test_ids_out_of_range_are_listed(sample, dataset):
    ids = np.arange(SIZE[0] * SIZE[1]).reshape(SIZE) % 12
    Image.fromarray(ids.astype(np.uint8)).save(sample.label_path)
    expected = "ids 3, 4, 5, 6, 7, 8, ...; allowed are 0 to 2"
    with pytest.raises(DataError, match=expected):
        check_sample(sample, dataset.spec)


def test_a_missing_file_is_named(sample, dataset):
    sample.image_path.unlink()
    with pytest.raises(DataError, match="000.jpg cannot be read"):
        check_sample(sample, dataset.spec)


def test_a_label_of_the_upright_size_fits_a_turned_image(sample, dataset):
    sample.image_path.write_bytes(turned_file(random_pixels(0), 6))
    checked = check_sample(sample, dataset.spec)
    assert checked.class_pixels.sum() == SIZE[0] * SIZE[1]
    assert checked.is_set_upright
    lying = Image.open(sample.label_path).transpose(Image.ROTATE_90)
    lying.save(sample.label_path)
    with pytest.raises(DataError, match="on its side.*must be upright too"):
        check_sample(sample, dataset.spec)
