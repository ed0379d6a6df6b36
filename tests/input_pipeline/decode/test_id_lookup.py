import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.datasets import DatasetSpec
from input_pipeline.decode.id_lookup import (
    color_code,
    map_colors,
    map_ids,
)
from input_pipeline.decode.label import decode_label
from tests.input_pipeline.draw_files import palette_image

MAPPED = DatasetSpec(
    ("road", "car"),
    ((0, 0, 0), (9, 9, 9)),
    label_map=((0, 255), (7, 0), (26, 1), (33, 1)),
)
COLORED = DatasetSpec(
    ("road", "car"),
    ((0, 0, 0), (9, 9, 9)),
    label_colors=(((255, 0, 255), 0), ((0, 0, 0), 255), ((255, 0, 0), 1)),
)
STORED = np.array([[0, 7, 26], [33, 7, 0]], np.uint8)
CLASSES = [[255, 0, 1], [1, 0, 255]]
PIXELS = np.array([[(0, 0, 0), (255, 0, 0), (255, 0, 255)]], np.uint8)


def png(picture):
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def in_dataset(encoded, spec):
    dataset = tf.data.Dataset.from_tensors(encoded)
    dataset = dataset.map(lambda content: decode_label(content, spec))
    assert dataset.element_spec == tf.TensorSpec((None, None), tf.uint8)
    return next(iter(dataset)).numpy()


@pytest.mark.parametrize("make", [Image.fromarray, palette_image])
def test_stored_ids_become_classes_in_the_graph(make):
    assert in_dataset(png(make(STORED)), MAPPED).tolist() == CLASSES


def test_a_spec_without_a_map_changes_nothing():
    plain = DatasetSpec(("a",), ((0, 0, 0),))
    assert map_ids(tf.constant(STORED), plain).numpy().tolist() == (
        STORED.tolist()
    )


def test_an_id_that_is_not_listed_stops_the_graph():
    content = png(Image.fromarray(STORED + 1))
    with pytest.raises(tf.errors.InvalidArgumentError, match="does not list"):
        in_dataset(content, MAPPED)


@pytest.mark.parametrize("mode", ["RGB", "P"])
def test_listed_colors_become_classes_in_the_graph(mode):
    content = png(Image.fromarray(PIXELS).convert(mode))
    assert in_dataset(content, COLORED).tolist() == [[255, 1, 0]]


@pytest.mark.parametrize("strange", [(254, 0, 0), (0, 0, 255), (255, 255, 255)])
def test_a_color_that_is_not_listed_stops_the_graph(strange):
    pixels = PIXELS.copy()
    pixels[0, 1] = strange
    with pytest.raises(tf.errors.InvalidArgumentError, match="colors"):
        in_dataset(png(Image.fromarray(pixels)), COLORED)


def test_the_checks_also_hold_outside_a_graph():
    with pytest.raises(tf.errors.InvalidArgumentError):
        map_ids(tf.constant([[5]], tf.uint8), MAPPED)
    with pytest.raises(tf.errors.InvalidArgumentError):
        map_colors(tf.constant([[[1, 2, 3]]], tf.uint8), COLORED)


def test_codes_of_colors_differ():
    assert color_code((1, 2, 3)) == 0x010203
