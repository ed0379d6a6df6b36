import pytest
import tensorflow as tf

from input_pipeline import DataConfig, open_data
from input_pipeline.batch_options import batch_options
from input_pipeline.classification import ClassDataConfig, OpenedClassData
from input_pipeline.classification.drawn_classes import draw_classes
from tests.input_pipeline.detection.write_objects import (
    annotation,
    opened,
    write_coco,
)

OFF = tf.data.experimental.AutoShardPolicy.OFF
DATA = tf.data.experimental.AutoShardPolicy.DATA


def maps(root, streets):
    return open_data(
        DataConfig(root=str(streets), crop_size=(32, 32), batch_size=2)
    )


def classes(root, streets):
    tree = draw_classes(root)
    return OpenedClassData(ClassDataConfig(root=str(tree), batch_size=2))


def objects(root, streets):
    write_coco(root, [annotation(1), annotation(2)], 2, "train")
    return opened(write_coco(root, [annotation(1)], 1, "val"))


def test_only_what_is_not_sharded_yet_is_left_to_tensorflow():
    for shard, policy in (((0, 1), DATA), ((0, 2), OFF)):
        distribute = batch_options(shard).experimental_distribute
        assert distribute.auto_shard_policy == policy


@pytest.mark.parametrize("opened", [maps, classes, objects])
def test_batches_of_every_kind_have_them(opened, tmp_path, streets):
    data = opened(tmp_path, streets)
    for batches, shard, policy in (
        (data.train_batches, (1, 2), OFF),
        (data.eval_batches, (0, 1), DATA),
    ):
        options = batches(shard=shard).options()
        rewrites = options.experimental_optimization
        assert rewrites.apply_default_optimizations is False
        distribute = options.experimental_distribute
        assert distribute.auto_shard_policy == policy
