import tensorflow as tf

from export.mobile.faster_graph import faster_graph
from tests.export.mobile.rewriting import converted


def test_what_was_changed_is_counted(tmp_path):
    path = converted(
        tmp_path / "m.tflite",
        lambda x: tf.nn.max_pool2d(x - tf.range(3.0), 2, 1, "SAME"),
        (1, 6, 7, 3),
    )
    before = path.read_bytes()
    assert faster_graph(path, ("skip_padding",)) == {"skip_padding": 0}
    assert path.read_bytes() == before
    assert faster_graph(path)["flat_constants"] == 1
    assert path.read_bytes() != before
