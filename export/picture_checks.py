"""Artifacts that hold 8-bit RGB only, refused for networks of other images."""

from collections.abc import Sequence

from export.errors import ExportError
from input_pipeline.picture_format import PictureFormat

OF_8_BITS = ("int8_mixed", "mediapipe")


def refuse_8_bit_files(
    artifacts: Sequence[str], pictures: PictureFormat
) -> None:
    """Refuses files whose runtime hands over the bytes of an RGB camera.

    Args:
        artifacts: names of `ARTIFACTS`.
        pictures: what the network takes.

    Raises:
        ExportError: names the artifacts to leave out.
    """
    wrong = [name for name in artifacts if name in OF_8_BITS]
    if wrong and not pictures.is_ordinary:
        raise ExportError(
            f"{' and '.join(wrong)} take 8-bit RGB, and the network images of "
            f"{pictures}. Leave out {' and '.join(wrong)} (--artifacts)"
        )
