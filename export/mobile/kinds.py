"""The files for phones: what each holds and whom it is for."""

from dataclasses import dataclass

from export.mobile.faster_graph import CHANGES, FOR_EVERY_DELEGATE, FOR_INTEGERS


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One file for phones.

    Args:
        numbers: what it computes with, see `convert_worker.convert`.
        endpoint: the signature that it is converted from.
        answers: what it answers with, where the user may not choose.
        calibrated: whether it learns its ranges from images.
        changes: of `faster_graph`.
    """

    numbers: str
    endpoint: str = "from_uint8"
    answers: tuple[str, ...] | None = None
    calibrated: bool = False
    changes: tuple[str, ...] = FOR_EVERY_DELEGATE


KINDS = {
    "float32": Kind(numbers="float32", changes=tuple(CHANGES)),
    "float16": Kind(numbers="float16"),
    "dynamic_int8": Kind(numbers="dynamic_int8"),
    # The converter itself turns this one's input to uint8; a cast within the
    # graph would leave a float tensor in the int8 file.
    "int8": Kind(
        numbers="int8",
        endpoint="from_float",
        calibrated=True,
        changes=FOR_INTEGERS,
    ),
    "int16x8": Kind(numbers="int16x8", calibrated=True),
    "flexible": Kind(numbers="float32", endpoint="any_size"),
    # MediaPipe wants one float tensor and takes the largest logit itself.
    "mediapipe": Kind(
        numbers="float16", endpoint="logits", answers=("logits",)
    ),
}
