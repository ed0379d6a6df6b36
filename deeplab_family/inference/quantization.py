"""Numbers in and out of quantized tensors: real = scale * (stored - zero)."""

from typing import Any

import numpy as np


def quantize(images: np.ndarray, details: dict[str, Any]) -> np.ndarray:
    """Store raw 0..255 values as the input tensor of a TFLite file wants.

    Args:
        images: uint8 array.
        details: the interpreter's description of the input tensor.
    """
    dtype, (scale, zero) = details["dtype"], details["quantization"]
    if scale == 0 or (dtype == images.dtype and (scale, zero) == (1, 0)):
        return images.astype(dtype, copy=False)
    limits = np.iinfo(dtype)
    stored = np.rint(images / np.float32(scale)) + zero
    return np.clip(stored, limits.min, limits.max).astype(dtype)


def dequantize(stored: np.ndarray, details: dict[str, Any]) -> np.ndarray:
    """Float32 values of an output tensor.

    Args:
        stored: what the interpreter returned.
        details: the interpreter's description of that tensor.
    """
    scale, zero = details["quantization"]
    values = stored.astype(np.float32, copy=False)
    return values if scale == 0 else (values - zero) * np.float32(scale)
