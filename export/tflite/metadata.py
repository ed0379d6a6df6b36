"""TFLite metadata: what the tensors mean, and the names of the classes."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from deeplab_family.inference.picture_files import PICTURES
from deeplab_family.inference.stored_class_names import TFLITE_LABELS
from export.tflite.metadata_schema import (
    Activation,
    AssociatedFile,
    AssociatedFileType,
    ColorSpaceType,
    Content,
    ContentProperties,
    CustomMetadata,
    ImageProperties,
    ImageSegmenterOptions,
    ModelMetadata,
    NormalizationOptions,
    ProcessUnit,
    ProcessUnitOptions,
    Stats,
    SubGraphMetadata,
    TensorMetadata,
    pack,
)
from export.tflite.tflite_file import text_of
from export.tflite.tflite_graph import TFLiteGraph
from input_pipeline.picture_format import ORDINARY, PictureFormat

BUFFER_NAME = "TFLITE_METADATA"
# The oldest versions of the two schemas whose readers understand all of it.
PARSER = "1.0.0"


def write_metadata(
    path: Path,
    class_names: Sequence[str] | None = None,
    pictures: PictureFormat = ORDINARY,
) -> None:
    """Give a TFLite file metadata and, if there are names, a label file.

    Metadata that it had are replaced.

    Args:
        path: the `.tflite` file, with one image as its input.
        class_names: one for each class, in the order of the ids.
        pictures: what the image is. Other formats than uint8 RGB, for which
            the schema has no words, travel as a file beside the labels.
    """
    graph = TFLiteGraph(path)
    outputs = [int(tensor) for tensor in graph.graph.outputs]
    content = _metadata(
        [len(graph.shape(tensor)) == 4 for tensor in outputs],
        class_names is not None,
        pictures,
    )
    buffer, entry = schema.BufferT(), schema.MetadataT()
    buffer.data = np.frombuffer(content, np.uint8)
    graph.model.buffers.append(buffer)
    entry.name, entry.buffer = BUFFER_NAME, len(graph.model.buffers) - 1
    others = [
        m for m in graph.model.metadata or [] if text_of(m.name) != BUFFER_NAME
    ]
    graph.model.metadata = [*others, entry]
    graph.write(path)
    if class_names is not None:
        text = "".join(f"{name}\n" for name in class_names)
        _append(path, TFLITE_LABELS, text)
    if not pictures.is_ordinary:
        _append(path, PICTURES, json.dumps(pictures.tree()) + "\n")


def _append(path: Path, name: str, text: str) -> None:
    """Files lie in a ZIP behind the flatbuffer, not compressed."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        # Without a date, so that the same model gives the same file.
        archive.writestr(zipfile.ZipInfo(name), text.encode("utf-8"))


def _metadata(
    are_logits: list[bool], labeled: bool, pictures: PictureFormat
) -> bytes:
    """The metadata of a model with these outputs, as a flatbuffer."""
    segmenter = ImageSegmenterOptions(
        activation=Activation.SOFTMAX, min_parser_version=PARSER
    )
    graph = SubGraphMetadata(
        input_tensor_metadata=(_image(pictures),),
        output_tensor_metadata=tuple(
            _output(logits, labeled) for logits in are_logits
        ),
        custom_metadata=(
            CustomMetadata(
                name="SEGMENTER_METADATA", data=pack(segmenter, b"V001")
            ),
        ),
    )
    model = ModelMetadata(
        name="ImageSegmenter",
        description="Finds the class of each pixel of an image.",
        subgraph_metadata=(graph,),
        min_parser_version=PARSER,
    )
    return pack(model, b"M001")


def _image(pictures: PictureFormat) -> TensorMetadata:
    """Bytes in, and bytes are what the network wants: mean 0, deviation 1."""
    spaces = {1: ColorSpaceType.GRAYSCALE, 3: ColorSpaceType.RGB}
    space = spaces.get(pictures.channels, ColorSpaceType.UNKNOWN)
    content = Content(
        content_properties_type=ContentProperties.ImageProperties,
        content_properties=ImageProperties(color_space=space),
    )
    unit = ProcessUnit(
        options_type=ProcessUnitOptions.NormalizationOptions,
        options=NormalizationOptions(mean=(0.0,), std=(1.0,)),
    )
    return TensorMetadata(
        name="images",
        description=_described(pictures),
        content=content,
        process_units=(unit,),
        stats=Stats(max=(255.0,), min=(0.0,)),
    )


def _described(pictures: PictureFormat) -> str:
    if pictures.is_ordinary:
        return "RGB, 0 to 255, as a camera gives it."
    return f"{pictures}, of which the lowest becomes 0 and the highest 255."


def _output(logits: bool, labeled: bool) -> TensorMetadata:
    kind = (
        AssociatedFileType.TENSOR_AXIS_LABELS
        if logits
        else AssociatedFileType.TENSOR_VALUE_LABELS
    )
    labels = AssociatedFile(name=TFLITE_LABELS, type=kind)
    return TensorMetadata(
        name="logits" if logits else "class_map",
        associated_files=(labels,) if labeled else (),
    )
