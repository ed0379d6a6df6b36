"""A small trained model on disk, for the verbs that take one."""

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
