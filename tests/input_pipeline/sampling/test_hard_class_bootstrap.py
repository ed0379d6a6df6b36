import numpy as np
import pytest
from PIL import Image

from input_pipeline import DatasetSpec
from input_pipeline.sample import SamplePaths
from input_pipeline.sampling import VOC_HARD_CLASSES, HardClassBootstrap

NAMES = tuple(f"class {n}" for n in range(21))
SPEC = DatasetSpec(NAMES, ((0, 0, 0),) * 21)
HELD = [(0, 2), (0, 1), (0, 9, 18), (255, 3), (16,)]


@pytest.fixture
def samples(tmp_path):
    paths = []
    for number, ids in enumerate(HELD):
        path = tmp_path / f"{number}.png"
        Image.fromarray(np.array([ids], np.uint8)).save(path)
        paths.append(
            SamplePaths(id=str(number), image_path=path, label_path=path)
        )
    return paths


def test_images_of_hard_classes_come_twice(samples):
    visits = HardClassBootstrap(classes=VOC_HARD_CLASSES).visits(samples, SPEC)
    assert sorted(visits) == [0, 0, 1, 2, 2, 3, 4, 4]


def test_copies_are_additional_visits(samples):
    bootstrap = HardClassBootstrap(classes=(3,), copies=4)
    visits = bootstrap.visits(samples, SPEC)
    assert sorted(visits) == [0, 1, 2, 3, 3, 3, 3, 3, 4]


def test_off_it_reads_nothing(samples):
    for sample in samples:
        sample.label_path.unlink()
    assert HardClassBootstrap().visits(samples, SPEC).tolist() == [*range(5)]


def test_classes_that_do_not_exist_are_refused(samples):
    with pytest.raises(ValueError, match="below 21.*Received: .*21"):
        HardClassBootstrap(classes=(2, 21)).visits(samples, SPEC)


@pytest.mark.parametrize("classes", [(-1,), (255,), (2, 2), (1.5,), ("sofa",)])
def test_impossible_classes_are_refused(classes):
    with pytest.raises(ValueError, match="`classes` must be.*Received"):
        HardClassBootstrap(classes=classes)


@pytest.mark.parametrize("copies", [0, 1.5])
def test_impossible_copies_are_refused(copies):
    with pytest.raises(ValueError, match="`copies` must be.*Received"):
        HardClassBootstrap(classes=(1,), copies=copies)
