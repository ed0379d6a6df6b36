"""TFLite metadata: what the tensors mean, and the names of the classes.

Laid out by MediaPipe's `metadata_schema.fbs` and
`image_segmenter_metadata_schema.fbs` (repository google-ai-edge/mediapipe,
folder mediapipe/tasks/metadata). A table is written as a dict from the number
of a field to its value; the numbers below are the places in these files.
"""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from deeplab_family.inference.stored_class_names import TFLITE_LABELS
from export.mobile.tflite_graph import TFLiteGraph

BUFFER_NAME = "TFLITE_METADATA"
PARSER = "1.0.0"
# Of the enums and unions of the schemas.
IMAGE_PROPERTIES, RGB = 2, 1
LABELS_OF_AXIS, LABELS_OF_VALUE = 2, 3
NORMALIZATION = 1
SOFTMAX = 2


def write_metadata(
    path: Path, class_names: Sequence[str] | None = None
) -> None:
    """Give a TFLite file metadata and, if there are names, a label file.

    Metadata that it had are replaced.

    Args:
        path: the `.tflite` file, with one image as its input.
        class_names: one for each class, in the order of the ids.
    """
    graph = TFLiteGraph(path)
    outputs = [int(tensor) for tensor in graph.graph.outputs]
    content = _model(
        [len(graph.shape(tensor)) == 4 for tensor in outputs],
        class_names is not None,
    )
    buffer, entry = schema.BufferT(), schema.MetadataT()
    buffer.data = np.frombuffer(content, np.uint8)
    graph.model.buffers.append(buffer)
    entry.name, entry.buffer = BUFFER_NAME, len(graph.model.buffers) - 1
    others = [m for m in graph.model.metadata or [] if _name(m) != BUFFER_NAME]
    graph.model.metadata = [*others, entry]
    graph.write(path)
    if class_names is not None:
        _append_labels(path, class_names)


def _name(entry: schema.MetadataT) -> str:
    name = entry.name
    return name.decode("utf-8") if isinstance(name, bytes) else name


def _append_labels(path: Path, class_names: Sequence[str]) -> None:
    """The label file is a ZIP behind the flatbuffer, not compressed."""
    text = "".join(f"{name}\n" for name in class_names)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        # Without a date, so that the same model gives the same file.
        archive.writestr(zipfile.ZipInfo(TFLITE_LABELS), text.encode("utf-8"))


def _model(are_logits: list[bool], labeled: bool) -> bytes:
    """The metadata of a model with these outputs, as a flatbuffer."""
    builder = flatbuffers.Builder(1024)
    table = _Tables(builder)
    outputs = [_output(table, logits, labeled) for logits in are_logits]
    options = {0: table.text("SEGMENTER_METADATA"), 1: _activation(builder)}
    subgraph = table(
        {
            2: table.vector([_image(table)]),
            3: table.vector(outputs),
            9: table.vector([table(options)]),
        }
    )
    root = {
        0: table.text("ImageSegmenter"),
        1: table.text("Finds the class of each pixel of an image."),
        3: table.vector([subgraph]),
        7: table.text(PARSER),
    }
    builder.Finish(table(root), b"M001")
    return bytes(builder.Output())


def _image(table) -> int:
    """Bytes in, and bytes are what the network wants: mean 0, deviation 1."""
    properties = {0: table(byte={0: RGB})}
    content = table({1: properties[0]}, byte={0: IMAGE_PROPERTIES})
    options = table({0: table.floats([0.0]), 1: table.floats([1.0])})
    unit = table({1: options}, byte={0: NORMALIZATION})
    stats = table({0: table.floats([255.0]), 1: table.floats([0.0])})
    return table(
        {
            0: table.text("images"),
            1: table.text("RGB, 0 to 255, as a camera gives it."),
            3: content,
            4: table.vector([unit]),
            5: stats,
        }
    )


def _output(table, logits: bool, labeled: bool) -> int:
    name = "logits" if logits else "class_map"
    fields = {0: table.text(name)}
    if labeled:
        kind = LABELS_OF_AXIS if logits else LABELS_OF_VALUE
        file = table({0: table.text(TFLITE_LABELS)}, byte={2: kind})
        fields[6] = table.vector([file])
    return table(fields)


def _activation(builder) -> int:
    """The segmenter's own flatbuffer, as bytes within the other."""
    inner = flatbuffers.Builder(64)
    table = _Tables(inner)
    version = table.text(PARSER)
    inner.Finish(table({1: version}, byte={0: SOFTMAX}), b"V001")
    data = bytes(inner.Output())
    builder.StartVector(1, len(data), 16)
    for byte in reversed(data):
        builder.PrependByte(byte)
    return builder.EndVector()


class _Tables:
    """Writes tables field by field; children before their parents."""

    def __init__(self, builder: flatbuffers.Builder):
        self.builder = builder

    def __call__(self, fields=None, byte=None) -> int:
        """A table: field number -> offset of a child, or -> one byte."""
        fields, byte = fields or {}, byte or {}
        self.builder.StartObject(max([*fields, *byte]) + 1)
        for number, offset in fields.items():
            self.builder.PrependUOffsetTRelativeSlot(number, offset, 0)
        for number, value in byte.items():
            self.builder.PrependInt8Slot(number, value, 0)
        return self.builder.EndObject()

    def text(self, value: str) -> int:
        return self.builder.CreateString(value)

    def vector(self, offsets: list[int]) -> int:
        self.builder.StartVector(4, len(offsets), 4)
        for offset in reversed(offsets):
            self.builder.PrependUOffsetTRelative(offset)
        return self.builder.EndVector()

    def floats(self, values: list[float]) -> int:
        self.builder.StartVector(4, len(values), 4)
        for value in reversed(values):
            self.builder.PrependFloat32(value)
        return self.builder.EndVector()
