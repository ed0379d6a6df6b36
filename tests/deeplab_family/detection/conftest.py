import pytest

from deeplab_family.detection.detection_task import train_detector
from input_pipeline.detection import draw_street_objects
from tests.deeplab_family.detection.tiny_run import tiny_run


@pytest.fixture(scope="session")
def streets(tmp_path_factory):
    """Six drawn streets to train on and three to judge by."""
    root = tmp_path_factory.mktemp("streets")
    return draw_street_objects(root, train=6, val=3, size=(96, 128))


@pytest.fixture(scope="session")
def finished(streets, tmp_path_factory):
    """A run of six steps: the network, its folder, its recipe."""
    folder = tmp_path_factory.mktemp("finished")
    recipe = tiny_run(streets)
    return train_detector(recipe, folder), folder, recipe
