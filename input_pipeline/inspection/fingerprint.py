"""Fingerprints of pictures: equal pixels, and pictures that look alike."""

import hashlib

import cv2
import numpy as np

OUTLINE_SIDE = 16


def fingerprint(pixels: np.ndarray) -> bytes:
    """16 bytes that differ where the pixels or their shape do."""
    shape = repr(pixels.shape).encode()
    contiguous = np.ascontiguousarray(pixels)
    return hashlib.blake2b(contiguous, digest_size=16, key=shape).digest()


def outline(pixels: np.ndarray) -> bytes:
    """Is each of 16 x 16 spots lighter than its left neighbor? 32 bytes.

    Differences of neighbors survive resizing and compression (a "difference
    hash").

    Args:
        pixels: uint8 RGB `(height, width, 3)`.
    """
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(
        gray, (OUTLINE_SIDE + 1, OUTLINE_SIDE), interpolation=cv2.INTER_AREA
    )
    return np.packbits(small[:, 1:] > small[:, :-1]).tobytes()
