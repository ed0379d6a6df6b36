import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import load_predictor
from deeplab_family.inference.stored_class_names import names_in_tflite
from export import export_tflite
from export.tflite.metadata import write_metadata
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, run
from tests.export.tiny_network import draw_images, make_network

NAMES = ["road", "sky", "tree", "other"]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("metadata") / "m.tflite"
    return converted(path, lambda x: tf.tile(x, [1, 1, 1, 2]), (1, 4, 4, 3))


def test_labels_come_back_in_their_order(path):
    expected = run(path)
    assert names_in_tflite(path) is None
    write_metadata(path, NAMES)
    assert names_in_tflite(path) == tuple(NAMES)
    np.testing.assert_array_equal(run(path), expected)


def test_the_metadata_lies_where_readers_look(path):
    write_metadata(path)
    content = path.read_bytes()
    assert b"TFLITE_METADATA" in content
    assert b"M001" in content
    assert b"SEGMENTER_METADATA" in content


@pytest.mark.slow
def test_mediapipe_segments_with_it(tmp_path):
    pytest.importorskip("mediapipe")
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    model, (image,) = make_network(), draw_images(1, 33, 49)
    path = export_tflite(
        model, tmp_path, (33, 49), variants=["mediapipe"], class_names=NAMES
    )["mediapipe"]
    options = vision.ImageSegmenterOptions(
        base_options=BaseOptions(model_asset_path=str(path)),
        output_category_mask=True,
    )
    picture = mediapipe.Image(
        image_format=mediapipe.ImageFormat.SRGB, data=image
    )
    with vision.ImageSegmenter.create_from_options(options) as segmenter:
        assert segmenter.labels == NAMES
        answer = segmenter.segment(picture)
    expected = load_predictor(path)(image[None])
    mask = answer.category_mask.numpy_view().reshape(33, 49)
    np.testing.assert_array_equal(mask, expected.class_map[0])
    confidences = np.stack([m.numpy_view() for m in answer.confidence_masks])
    np.testing.assert_allclose(
        np.moveaxis(confidences.reshape(-1, 33, 49), 0, -1),
        expected.probabilities[0],
        atol=1e-5,
    )


def test_metadata_are_replaced_not_doubled(path):
    write_metadata(path, NAMES)
    write_metadata(path, NAMES[::-1])
    assert names_in_tflite(path) == tuple(NAMES[::-1])
    names = [entry.name for entry in TFLiteGraph(path).model.metadata]
    assert names.count(b"TFLITE_METADATA") == 1
