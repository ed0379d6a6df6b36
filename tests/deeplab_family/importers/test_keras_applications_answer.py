import keras
import numpy as np
from PIL import Image

from deeplab_family.importers import import_model
from deeplab_family.weights import receipt_of
from tests.keras_arrays import arrays_of, photograph, randomized, write_h5


def test_a_file_is_compared_with_keras_own_network(tmp_path):
    """Of another width than the usual one, on a photograph of an even size."""
    theirs = keras.applications.MobileNetV2(
        input_shape=(65, 65, 3), alpha=0.35, include_top=False, weights=None
    )
    write_h5(tmp_path / "theirs.h5", arrays_of(randomized(theirs, 1e-3)))
    pixels = photograph(66, 70)[0].astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    model = import_model(
        tmp_path / "theirs.h5", "keras-applications", tmp_path / "photo.png"
    )
    (note,) = receipt_of(model).notes
    assert note.startswith("On photo.png the largest difference")
