import pytest

from deeplab_family.classification.classification_task import train_classifier
from input_pipeline.classification.drawn_classes import draw_classes
from tests.deeplab_family.classification.tiny_classifier import tiny_classifier


@pytest.fixture(scope="session")
def tree(tmp_path_factory):
    """Three classes of four images to train on and two to judge by."""
    return draw_classes(tmp_path_factory.mktemp("tree"))


@pytest.fixture(scope="session")
def finished(tree, tmp_path_factory):
    """A run of six steps: the network, its folder, its recipe."""
    folder = tmp_path_factory.mktemp("finished")
    recipe = tiny_classifier(tree)
    return train_classifier(recipe, folder), folder, recipe
