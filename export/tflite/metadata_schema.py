"""TFLite metadata tables, with the fields that their schemas name.

A dataclass for each table of MediaPipe's `metadata_schema.fbs` and
`image_segmenter_metadata_schema.fbs` that a segmenter's metadata need, its
fields in the schema's order: a flatbuffer knows a field by its place. Later
fields of a table that are never written are left out.

Source: github.com/google-ai-edge/mediapipe, folder mediapipe/tasks/metadata.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import flatbuffers


class AssociatedFileType(IntEnum):
    """Type of a file that is packed with the model."""

    TENSOR_AXIS_LABELS = 2
    TENSOR_VALUE_LABELS = 3


class ColorSpaceType(IntEnum):
    """Color space of an image."""

    UNKNOWN = 0
    RGB = 1
    GRAYSCALE = 2


class ContentProperties(IntEnum):
    """Content table: the one that a `Content` holds."""

    ImageProperties = 2


class ProcessUnitOptions(IntEnum):
    """Options table: the one that a `ProcessUnit` holds."""

    NormalizationOptions = 1


class Activation(IntEnum):
    """Activation that a reader applies to the output of a segmenter."""

    SOFTMAX = 2


@dataclass(frozen=True, kw_only=True)
class AssociatedFile:
    name: str | None = None
    description: str | None = None
    type: AssociatedFileType | None = None


@dataclass(frozen=True, kw_only=True)
class ImageProperties:
    color_space: ColorSpaceType | None = None


@dataclass(frozen=True, kw_only=True)
class Content:
    # A union takes two places: which table, then the table.
    content_properties_type: ContentProperties | None = None
    content_properties: ImageProperties | None = None


@dataclass(frozen=True, kw_only=True)
class NormalizationOptions:
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProcessUnit:
    options_type: ProcessUnitOptions | None = None
    options: NormalizationOptions | None = None


@dataclass(frozen=True, kw_only=True)
class Stats:
    max: tuple[float, ...] = ()
    min: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TensorMetadata:
    name: str | None = None
    description: str | None = None
    dimension_names: tuple[str, ...] = ()
    content: Content | None = None
    process_units: tuple[ProcessUnit, ...] = ()
    stats: Stats | None = None
    associated_files: tuple[AssociatedFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CustomMetadata:
    name: str | None = None
    data: bytes = b""


@dataclass(frozen=True, kw_only=True)
class SubGraphMetadata:
    name: str | None = None
    description: str | None = None
    input_tensor_metadata: tuple[TensorMetadata, ...] = ()
    output_tensor_metadata: tuple[TensorMetadata, ...] = ()
    associated_files: tuple[AssociatedFile, ...] = ()
    input_process_units: tuple[ProcessUnit, ...] = ()
    output_process_units: tuple[ProcessUnit, ...] = ()
    input_tensor_groups: tuple = ()
    output_tensor_groups: tuple = ()
    custom_metadata: tuple[CustomMetadata, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ModelMetadata:
    name: str | None = None
    description: str | None = None
    version: str | None = None
    subgraph_metadata: tuple[SubGraphMetadata, ...] = ()
    author: str | None = None
    license: str | None = None
    associated_files: tuple[AssociatedFile, ...] = ()
    min_parser_version: str | None = None


@dataclass(frozen=True, kw_only=True)
class ImageSegmenterOptions:
    activation: Activation | None = None
    min_parser_version: str | None = None


def pack(table, identifier: bytes) -> bytes:
    """A flatbuffer with this table as its root.

    Args:
        table: one of the dataclasses above.
        identifier: the schema's `file_identifier`, four bytes.
    """
    builder = flatbuffers.Builder(1024)
    builder.Finish(_table(builder, table), identifier)
    return bytes(builder.Output())


def _table(builder: flatbuffers.Builder, table) -> int:
    """Writes the children, then the table; returns its offset."""
    places = [
        (place, getattr(table, field.name))
        for place, field in enumerate(fields(table))
    ]
    given = [(p, value) for p, value in places if value not in (None, (), b"")]
    children = {
        place: _child(builder, value)
        for place, value in given
        if not isinstance(value, IntEnum)
    }
    builder.StartObject(len(places))
    for place, offset in children.items():
        builder.PrependUOffsetTRelativeSlot(place, offset, 0)
    for place, value in given:
        if place not in children:
            builder.PrependInt8Slot(place, value, 0)
    return builder.EndObject()


def _child(builder: flatbuffers.Builder, value) -> int:
    if isinstance(value, str):
        return builder.CreateString(value)
    if isinstance(value, bytes):
        # The schema's `force_align: 16`: it is a flatbuffer of its own.
        return _vector(builder, value, builder.PrependByte, 1, align=16)
    if not isinstance(value, tuple):
        return _table(builder, value)
    if isinstance(value[0], float):
        return _vector(builder, value, builder.PrependFloat32, 4)
    offsets = [_child(builder, one) for one in value]
    return _vector(builder, offsets, builder.PrependUOffsetTRelative, 4)


def _vector(builder, values, prepend, size: int, align: int = 4) -> int:
    builder.StartVector(size, len(values), align)
    for value in reversed(values):
        prepend(value)
    return builder.EndVector()
