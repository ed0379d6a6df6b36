"""TFLite variants: what each file holds and whom it is for."""

from dataclasses import dataclass

from export.tolerances import (
    EXACT,
    HALF,
    INTEGER,
    WIDE,
    Limit,
)

# Exact rewrites of the graph, see `rewrite_graph`. Accelerators run one
# operation for each convolution best, and maps of four axes.
FOR_EVERY_DELEGATE = ("integer_argmax", "broadcast_as_resize")
FOR_INTEGERS = (
    *FOR_EVERY_DELEGATE,
    "scalar_normalization",
    "flatten_normalization",
    "split_atrous_regions",
)
FOR_CPUS = (
    "integer_argmax",
    "squares_as_products",
    "broadcast_as_resize",
    "scalar_normalization",
    "flatten_normalization",
    "crop_atrous_padding",
)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One file for phones.

    Args:
        about: what it is, in a few words for the command line's help.
        numbers: what it computes with, see `calibrated_conversion.convert`.
        limit: how far it may stray from the Keras model.
        endpoint: the signature that it is converted from.
        answers: what it answers with, where the user may not choose.
        calibrated: whether it learns its ranges from images.
        integers_only: whether a float tensor in it is an error.
        by_default: whether it is written unasked.
        stands_for_model: see `ArtifactFormat`.
        changes: of `rewrite_graph`.
    """

    about: str
    numbers: str
    limit: Limit
    endpoint: str = "from_uint8"
    answers: tuple[str, ...] | None = None
    calibrated: bool = False
    integers_only: bool = False
    by_default: bool = False
    stands_for_model: bool = False
    changes: tuple[str, ...] = FOR_EVERY_DELEGATE

    @property
    def any_size(self) -> bool:
        """Whether it takes images of any height and width."""
        return self.endpoint == "any_size"


VARIANTS = {
    "float32": Variant(
        about="the model, for CPUs",
        numbers="float32",
        limit=EXACT,
        by_default=True,
        stands_for_model=True,
        changes=FOR_CPUS,
    ),
    "float16": Variant(
        about="half the size, for CPUs and GPUs",
        numbers="float16",
        limit=HALF,
        by_default=True,
        changes=FOR_CPUS,
    ),
    "dynamic_int8": Variant(
        about="weights of 8 bits, without calibration",
        numbers="dynamic_int8",
        limit=INTEGER,
    ),
    # The converter itself turns this one's input to uint8; a cast within the
    # graph would leave a float tensor in the int8 file.
    "int8": Variant(
        about="integers throughout, for NPUs and CPUs",
        numbers="int8",
        limit=INTEGER,
        endpoint="from_float",
        calibrated=True,
        integers_only=True,
        by_default=True,
        changes=FOR_INTEGERS,
    ),
    "int16x8": Variant(
        about="activations of 16 bits",
        numbers="int16x8",
        limit=WIDE,
        calibrated=True,
    ),
    "flexible": Variant(
        about="float32 for images of any size",
        numbers="float32",
        limit=EXACT,
        endpoint="any_size",
    ),
    # MediaPipe wants one float tensor and takes the largest logit itself.
    "mediapipe": Variant(
        about="for MediaPipe's ImageSegmenter",
        numbers="float16",
        limit=HALF,
        endpoint="logits",
        answers=("logits",),
    ),
}
