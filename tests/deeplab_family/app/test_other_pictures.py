"""The page of a network that takes other pictures than 8-bit RGB."""

import numpy as np
import pytest

from deeplab_family.app.page_settings import SIDE
from deeplab_family.inference import Prediction
from input_pipeline.picture_format import PictureFormat
from tests.deeplab_family.app.app_in_thread import (
    NAMES,
    answered,
    noise,
    picture,
    png,
    refused,
    running,
)


class ByLevel:
    """Classes by the level of a gray pixel, which is not rounded."""

    kind, num_classes, class_names, input_size = "keras", 3, NAMES, None
    pictures = PictureFormat(channels=1)

    def __call__(self, images):
        assert images.dtype == np.float32 and images.shape[-1] == 1
        ids = np.digitize(images[..., 0], [100.2, 100.6]).astype(np.uint8)
        return Prediction(ids, np.eye(3, dtype=np.float32)[ids])


@pytest.mark.parametrize("width", [6, 3000])
def test_gray_images_of_16_bits_keep_their_levels(width):
    """Also where they are made smaller before the network is asked."""
    levels = np.rint(np.array([100.0, 100.4, 100.8]) * 257).astype(np.uint16)
    image = np.tile(np.repeat(levels, width // 3), (2, 1))
    with running(ByLevel()) as server:
        answer = answered(server, png(image))
        status, why = refused(server, png(noise()))
    ids = picture(answer["class_map"])
    assert ids.shape[1] == min(width, SIDE)
    assert [ids[0, 0], ids[0, ids.shape[1] // 2], ids[0, -1]] == [0, 1, 2]
    shown = picture(answer["image"])
    assert shown.shape == (*ids.shape, 3) and abs(shown.mean() - 100.4) < 1
    assert status == 400 and "channel" in why
