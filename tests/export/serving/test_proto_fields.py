import pytest
import tensorflow as tf

from export.serving.warmup import field


@pytest.mark.parametrize("length", [0, 1, 127, 128, 300, 20_000])
def test_bytes_are_read_back_by_protobuf(length):
    content = bytes(index % 251 for index in range(length))
    # BytesList { repeated bytes value = 1; }
    read = tf.train.BytesList.FromString(field(1, content) + field(1, b"x"))
    assert list(read.value) == [content, b"x"]


def test_a_high_field_number_takes_two_bytes():
    assert field(16, b"a") == b"\x82\x01\x01a"
