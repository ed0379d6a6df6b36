import numpy as np
import pytest

from benchmarks.input_pipeline import contestants
from input_pipeline import DataConfig, draw_synthetic, write_records


@pytest.fixture(scope="module")
def streams(tmp_path_factory):
    root = tmp_path_factory.mktemp("data") / "street"
    draw_synthetic(root, size=(60, 80), train=6, val=1)
    records = str(root.with_name("records"))
    write_records("folder", root, records, splits=["train"])
    config = DataConfig(root=str(root), crop_size=(64, 48), batch_size=3)
    return {one.name: one for one in contestants(config, records, batches=2)}


@pytest.mark.parametrize(
    "name", ["train_batches", "train_batches, records", "usual order"]
)
def test_everybody_makes_the_same_kind_of_batch(streams, name):
    images, labels = map(np.asarray, next(iter(streams[name].make())))

    assert images.shape == (3, 64, 48, 3) and images.dtype == np.uint8
    assert labels.shape[:3] == (3, 64, 48) and labels.dtype == np.uint8
    assert (labels != 255).any()


def test_a_turn_times_every_repetition(streams):
    seconds = streams["decode only"].turn(2)

    assert len(seconds) == 2 and min(seconds) > 0
