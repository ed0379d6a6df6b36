import numpy as np
import pytest
import tensorflow as tf

from export import ExportError
from export.tflite.tflite_file import (
    check_operations,
    count_float_tensors,
    count_operations,
    pack_model,
    read_model,
)


def convert(path, function, shape=(1, 8, 8, 3), extra=()):
    spec = tf.TensorSpec(shape, tf.float32)
    concrete = tf.function(function, [spec]).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete])
    converter.target_spec.supported_ops = [
        tf.lite.OpsSet.TFLITE_BUILTINS,
        *extra,
    ]
    path.write_bytes(converter.convert())
    return path


def test_operations_are_counted_by_name(tmp_path):
    path = convert(
        tmp_path / "m.tflite",
        lambda x: tf.nn.max_pool2d(tf.sin(tf.sin(x)), 2, 2, "SAME"),
    )
    assert count_operations(path) == {"SIN": 2, "MAX_POOL_2D": 1}
    assert count_float_tensors(path) == 4
    check_operations(path)


def test_space_to_batch_is_refused_by_name(tmp_path):
    path = convert(
        tmp_path / "m.tflite",
        lambda x: tf.space_to_batch(x, [2, 2], [[0, 0], [0, 0]]),
    )
    with pytest.raises(ExportError, match="m.tflite.*SPACE_TO_BATCH_ND"):
        check_operations(path)


def test_an_operation_beyond_the_builtins_is_refused_by_name(tmp_path):
    path = convert(
        tmp_path / "m.tflite",
        tf.linalg.inv,
        shape=(1, 3, 8, 8),
        extra=[tf.lite.OpsSet.SELECT_TF_OPS],
    )
    with pytest.raises(ExportError, match="FlexMatrixInverse"):
        check_operations(path)


def test_floating_point_is_refused_where_integers_are_promised(tmp_path):
    path = convert(tmp_path / "m.tflite", tf.sin)
    with pytest.raises(ExportError, match="2 tensors are still floating"):
        check_operations(path, integers_only=True)


def test_constants_behind_the_flatbuffer_are_brought_inside(tmp_path):
    path = convert(tmp_path / "m.tflite", lambda x: x * [1.0, 2.0, 3.0])
    numbers = np.array([1, 2, 3], np.float32).tobytes()

    def holders(model):
        return [b for b in model.buffers if b.data is not None]

    model = read_model(path)
    (buffer,) = (b for b in holders(model) if bytes(b.data) == numbers)
    buffer.data, buffer.size = None, len(numbers)
    buffer.offset = 1 << 20
    buffer.offset = len(pack_model(model))
    content = pack_model(model)
    assert numbers not in content

    again = read_model(content + numbers)
    assert numbers in [bytes(b.data) for b in holders(again)]
    assert numbers in pack_model(again)
