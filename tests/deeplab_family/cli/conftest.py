"""A small trained model on disk, for the commands that take one."""

import keras
import pytest

from deeplab_family.cli.main import main

TINY = """--model.backbone.alpha 0.35 --model.filters 8 --data.crop-size 33 33
--data.batch-size 2 --train.eval-every 2 --train.save-every 1""".split()


@pytest.fixture(scope="session")
def trained(streets, tmp_path_factory):
    """The folder of a finished run of two steps."""
    folder = tmp_path_factory.mktemp("cli") / "run"
    words = ["train", "synthetic_mobile", "--workdir", str(folder)]
    words += ["--data.root", str(streets), "--train.total-steps", "2", *TINY]
    assert main(words) == 0
    return folder


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """The file of a network of one layer and three classes: quick to load."""
    folder = tmp_path_factory.mktemp("network")
    keras.utils.set_random_seed(3)
    inputs = keras.Input((None, None, 3))
    scaled = keras.layers.Rescaling(1 / 64, offset=-2)(inputs)
    logits = keras.layers.Conv2D(3, 3, padding="same")(scaled)
    keras.Model(inputs, logits).save(folder / "tiny.keras")
    (folder / "classes.json").write_text('{"class_names": ["a", "b", "c"]}')
    return folder / "tiny.keras"
