import flatbuffers
import numpy as np
import pytest
from flatbuffers.number_types import Float32Flags, Int8Flags

from export.tflite.metadata_schema import (
    Activation,
    AssociatedFile,
    AssociatedFileType,
    ImageSegmenterOptions,
    Stats,
    TensorMetadata,
    pack,
)


class Root(flatbuffers.table.Table):
    """Reads a packed table by the numbers that flatc gives its fields."""

    def __init__(self, content):
        start = int.from_bytes(content[:4], "little")
        super().__init__(content, start)

    def place(self, number):
        return self.Offset(4 + 2 * number)

    def text(self, number):
        return self.String(self.Pos + self.place(number))

    def child(self, number):
        return self.Indirect(self.Pos + self.place(number))


def test_the_options_of_a_segmenter_are_what_mediapipe_reads():
    # Read by MediaPipe's generated reader as (SOFTMAX, "1.0.0").
    expected = bytes.fromhex(
        "1000000056303031"
        "08000c0007000800"
        "0800000000000002"
        "0400000005000000"
        "312e302e30000000"
    )
    options = ImageSegmenterOptions(
        activation=Activation.SOFTMAX, min_parser_version="1.0.0"
    )
    assert pack(options, b"V001") == expected


# Numbers of the fields, as `metadata_schema_py_generated.py` of MediaPipe
# passes them to `StartObject` and `Prepend...Slot`.
@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"name": "images"}, 0),
        ({"description": "a picture"}, 1),
    ],
)
def test_a_text_stands_where_the_schema_puts_it(fields, number):
    root = Root(pack(TensorMetadata(**fields), b"M001"))
    assert root.text(number).decode() in fields.values()
    assert root.place(1 - number) == 0


def test_numbers_and_tables_stand_where_the_schema_puts_them():
    stats = Stats(max=(255.0, 1.5), min=(0.0,))
    root = Root(pack(TensorMetadata(stats=stats), b"M001"))
    inner = flatbuffers.table.Table(root.Bytes, root.child(5))
    largest, smallest = (
        inner.GetVectorAsNumpy(Float32Flags, inner.Offset(4 + 2 * number))
        for number in (0, 1)
    )
    np.testing.assert_array_equal(largest, [255.0, 1.5])
    np.testing.assert_array_equal(smallest, [0.0])


def test_the_kind_of_a_file_stands_where_the_schema_puts_it():
    kind = AssociatedFileType.TENSOR_VALUE_LABELS
    file = AssociatedFile(name="labels.txt", type=kind)
    root = Root(pack(file, b"M001"))
    assert root.text(0) == b"labels.txt"
    assert root.Get(Int8Flags, root.Pos + root.place(2)) == 3
