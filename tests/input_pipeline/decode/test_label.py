import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.label import decode_label
from tests.input_pipeline.draw_files import palette_image, random_ids


def png(image, **options):
    stream = io.BytesIO()
    image.save(stream, "PNG", **options)
    return stream.getvalue()


def in_dataset(encoded):
    dataset = tf.data.Dataset.from_tensors(encoded).map(decode_label)
    assert dataset.element_spec.shape.rank == 2
    return next(iter(dataset))


@pytest.mark.parametrize("make", [Image.fromarray, palette_image])
def test_ids_survive_gray_and_palette_files(make):
    ids = random_ids(0)
    assert 255 in ids
    encoded = tf.constant(png(make(ids)))
    np.testing.assert_array_equal(decode_label(encoded), ids)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_palettes_of_any_depth_keep_their_indices(bits):
    ids = random_ids(1) & (2**bits - 1)
    encoded = png(palette_image(ids), bits=bits, transparency=0)
    assert encoded[24] == bits
    np.testing.assert_array_equal(decode_label(tf.constant(encoded)), ids)


@pytest.mark.parametrize("make", [Image.fromarray, palette_image])
def test_works_inside_a_dataset(make):
    ids = random_ids(2)
    np.testing.assert_array_equal(in_dataset(png(make(ids))), ids)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "I;16", "1"])
def test_colors_are_never_turned_into_ids(mode):
    encoded = png(Image.new(mode, (4, 4)))
    with pytest.raises(tf.errors.OpError, match="a label is a PNG of neither"):
        in_dataset(encoded)


@pytest.mark.parametrize("encoded", [b"", b"\x89PNG", b"\xff\xd8\xff" * 20])
def test_other_formats_are_refused(encoded):
    with pytest.raises(tf.errors.OpError, match="a label is not a PNG"):
        in_dataset(encoded)


def test_nothing_of_python_is_left_in_the_graph():
    # A worker in another process could not call back into this one.
    graph = tf.function(decode_label).get_concrete_function(
        tf.TensorSpec((), tf.string)
    )
    used = {node.op for node in graph.graph.as_graph_def().node}
    for function in graph.graph.as_graph_def().library.function:
        used |= {node.op for node in function.node_def}
    assert "DecodePng" in used and not any("PyFunc" in op for op in used)


@pytest.mark.parametrize("make", [Image.fromarray, palette_image])
def test_a_truncated_file_fails(make):
    noise = np.random.default_rng(0).integers(0, 9, (64, 64)).astype(np.uint8)
    encoded = png(make(noise))
    with pytest.raises(tf.errors.OpError):
        in_dataset(encoded[: len(encoded) // 2])


@pytest.mark.parametrize("make", [Image.fromarray, palette_image])
def test_a_label_that_viewers_show_turned_is_refused(make):
    exif = Image.Exif()
    exif[0x0112] = 3
    encoded = png(make(random_ids(0)), exif=exif)
    with pytest.raises(tf.errors.OpError, match="label has an EXIF orient"):
        in_dataset(encoded)
