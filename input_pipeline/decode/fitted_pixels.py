"""Fitting of stored values to a picture format: channels, then the range."""

import numpy as np

from input_pipeline.decode.png_pixels import LEAST_HIGHEST
from input_pipeline.decode.stored_picture import StoredPicture
from input_pipeline.errors import PictureError
from input_pipeline.picture_format import RGB, WHITE, PictureFormat

_LIMITS = {np.dtype(np.uint8): 255, np.dtype(np.uint16): 65535}


def fitted_pixels(
    picture: StoredPicture, pictures: PictureFormat
) -> np.ndarray:
    """The pixels of a picture as a network takes them.

    Gray becomes three equal channels where three are wanted, and three equal
    channels gray where one is. Alpha is dropped where one channel is too
    many.

    Args:
        picture: as it is stored.
        pictures: what is wanted.

    Returns:
        `(height, width, pictures.channels)`: uint8 of an ordinary format,
        else float32, 0..255.

    Raises:
        PictureError: if the number of channels is another, or nothing says
            what the values mean.
    """
    if picture.pixels.dtype.kind == "f":
        _refuse_no_numbers(picture.pixels)
    pixels = _fitted_channels(picture, pictures)
    if pictures.is_ordinary:
        return _eight_bits(pixels)
    return _scaled(pixels, pictures)


def _fitted_channels(picture, pictures) -> np.ndarray:
    pixels, wanted = picture.pixels, pictures.channels
    found = pixels.shape[-1]
    if found == wanted:
        return pixels
    if picture.has_alpha and found - 1 in (1, wanted):
        pixels, found = pixels[..., :-1], found - 1
    if found == 1 and wanted == RGB:
        return np.repeat(pixels, RGB, axis=-1)
    if found == RGB and wanted == 1 and _is_gray(pixels):
        return pixels[..., :1]
    if found == wanted:
        return pixels
    raise PictureError(
        "image_channels",
        f"{_channels(picture.pixels.shape[-1])}, where {wanted} "
        f"{'is' if wanted == 1 else 'are'} expected",
    )


def _channels(count: int) -> str:
    return "1 channel" if count == 1 else f"{count} channels"


def _is_gray(pixels: np.ndarray) -> bool:
    return bool((pixels == pixels[..., :1]).all())


def _eight_bits(pixels: np.ndarray) -> np.ndarray:
    if pixels.dtype == np.uint8:
        return np.ascontiguousarray(pixels)
    _refuse_unknown_range(pixels)
    return (pixels // 256).astype(np.uint8)


def _scaled(pixels: np.ndarray, pictures: PictureFormat) -> np.ndarray:
    limits = pictures.value_range
    if limits is None:
        _refuse_unknown_range(pixels)
        limits = (0, _LIMITS[pixels.dtype])
    if pixels.dtype in _LIMITS:
        levels = np.arange(_LIMITS[pixels.dtype] + 1, dtype=np.float64)
        return _to_white(levels, limits)[pixels]
    return _to_white(pixels.astype(np.float64), limits)


def _to_white(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    """float32 in which `limits` are 0 and 255, cut off there."""
    low, high = limits
    scaled = WHITE * (values - low) / (high - low)
    return np.clip(scaled, 0.0, WHITE).astype(np.float32)


def _refuse_no_numbers(pixels: np.ndarray) -> None:
    if not np.isfinite(pixels).all():
        text = "values that are no numbers (NaN or infinite)"
        raise PictureError("image_values", text)


def _refuse_unknown_range(pixels: np.ndarray) -> None:
    """Refuses values of which nobody knows the highest that there may be."""
    if pixels.dtype == np.uint8:
        return
    low, high = pixels.min(), pixels.max()
    if pixels.dtype != np.uint16:
        text = f"{pixels.dtype} values from {low:.6g} to {high:.6g}"
        raise PictureError("image_range", text)
    if 0 < high < LEAST_HIGHEST:
        text = f"16 bits, highest value {high}"
        raise PictureError("image_bits", text)
