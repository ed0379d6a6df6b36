import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError, check_samples, open_dataset
from input_pipeline.check.all_samples import find_problems
from tests.input_pipeline.decode.draw_turned import turned_file
from tests.input_pipeline.draw_files import (
    SIZE,
    random_pixels,
    write_folder,
)


@pytest.fixture
def dataset(tmp_path):
    return open_dataset("folder", write_folder(tmp_path, count=25))


def test_good_files_pass_in_silence(dataset, capsys):
    check_samples(dataset.samples("train"), dataset.spec)
    assert capsys.readouterr().out == ""


def test_all_bad_files_are_found_in_order(dataset):
    samples = dataset.samples("train")
    samples[3].image_path.write_bytes(b"")
    Image.new("RGB", SIZE[::-1]).save(samples[20].label_path)
    problems = find_problems(samples, dataset.spec)
    assert list(problems) == ["003", "020"]
    with pytest.raises(DataError, match="2 of 25 samples") as caught:
        check_samples(samples, dataset.spec)
    assert str(caught.value).count("\n") == 2


def test_a_long_list_is_cut_and_counted(dataset):
    for sample in dataset.samples("train"):
        sample.image_path.write_bytes(b"x")
    with pytest.raises(DataError, match="25 of 25") as caught:
        check_samples(dataset.samples("train"), dataset.spec)
    assert str(caught.value).count("\n") == 21
    assert str(caught.value).endswith("and 5 more")


def test_black_and_white_masks_are_refused(dataset):
    mask = np.zeros(SIZE, np.uint8)
    mask[:9] = 255
    for sample in dataset.samples("train"):
        Image.fromarray(mask).save(sample.label_path)
    with pytest.raises(DataError, match="divide them by 255"):
        check_samples(dataset.samples("train"), dataset.spec)


def test_images_that_are_turned_upright_are_counted(dataset, caplog):
    samples = dataset.samples("train")
    for sample in samples[:3]:
        sample.image_path.write_bytes(turned_file(random_pixels(0), 8))
    check_samples(samples, dataset.spec)
    assert "3 of 25 images are turned upright" in caplog.text
