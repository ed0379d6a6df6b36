import tensorflow as tf

from export.tflite.graph_rewrites import rewrite_graph
from tests.export.tflite.rewriting import converted


def test_what_was_changed_is_counted(tmp_path):
    path = converted(
        tmp_path / "m.tflite",
        lambda x: tf.nn.max_pool2d(x - tf.range(3.0), 2, 1, "SAME"),
        (1, 6, 7, 3),
    )
    before = path.read_bytes()
    assert rewrite_graph(path, ("crop_atrous_padding",)) == {
        "crop_atrous_padding": 0
    }
    assert path.read_bytes() == before
    assert rewrite_graph(path)["flatten_normalization"] == 1
    assert path.read_bytes() != before
