import numpy as np
import pytest
import tensorflow as tf

pytest.importorskip("tensorflow_serving.apis")

from export.serving.clients.client_grpc import predict, segment  # noqa: E402
from tests.export.serving.pictures import (  # noqa: E402
    BAD,
    encode,
    read_mask,
)
from tests.export.serving.prediction_service import grpc_server  # noqa: E402
from tests.export.tiny_network import draw_images  # noqa: E402


@pytest.fixture(scope="module")
def address(served):
    with grpc_server(served, "streets") as address:
        yield address


def test_masks_of_different_sizes_come_back(address):
    images = [encode(draw_images(1, *size)[0]) for size in [(9, 13), (20, 8)]]
    masks = segment(images, address, "streets")
    assert [read_mask(mask).shape for mask in masks] == [(9, 13), (20, 8)]


def test_any_signature_may_be_asked(address, served):
    images = draw_images(2, 9, 13)
    answer = predict(
        "probabilities",
        {"images": tf.make_tensor_proto(images)},
        address,
        "streets",
    )
    expected = served.predict("probabilities", images=images)
    assert sorted(answer) == sorted(expected)
    for name, proto in answer.items():
        np.testing.assert_array_equal(tf.make_ndarray(proto), expected[name])


@pytest.mark.parametrize("name", BAD)
def test_a_bad_image_is_an_invalid_argument_and_the_server_lives(address, name):
    content, words = BAD[name]
    with pytest.raises(RuntimeError, match=f"(?s)INVALID_ARGUMENT.*{words}"):
        segment([content], address, "streets")
    (mask,) = segment([encode(draw_images(1, 5, 6)[0])], address, "streets")
    assert read_mask(mask).shape == (5, 6)


def test_an_unknown_model_is_an_error(address):
    with pytest.raises(RuntimeError, match="NOT_FOUND"):
        segment([b""], address, "other")
