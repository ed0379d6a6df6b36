"""Flags of inference: scales, mirroring, windows, CRF, stride, memory."""

import dataclasses
import math
import re
from fractions import Fraction
from typing import Annotated, Literal

import tyro

from deeplab_family.cli.field_flags import field_flags, naming_flags
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.inference.inference_config import SCALES, InferenceConfig
from deeplab_family.inference.windows import Windows

STRIDES = (2, 4, 8, 16, 32)
BYTES = re.compile(r"(\d+(?:\.\d+)?) ?([KMGT]?)(i?)B?", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class InferenceFlags:
    """Inference flags: the papers' ways, in any combination.

    Attributes:
        scales: sizes that are asked, 0.1..8 times the image's, or the name of
            a paper whose scales are meant: deeplabv3, deeplabv3-cityscapes,
            deeplabv3-cityscapes-test, vortex, pspnet, gcn, duc, galdnet.
        flip: ask the mirrored image, too.
        average: what is averaged over scales, mirrored images and windows;
            needs one of them.
        align_corners: resize to int((side - 1) * scale + 1) pixels with
            aligned corners, as DeepLab does; otherwise to round(side *
            scale) with aligned edges.
        window: side in pixels of the windows that images are cut into; 0
            asks the whole image.
        window_overlap: share of a window that the next one sees again, such
            as 0.5; 1/3 if not given (GALD, PSPNet).
        even_windows: spread the windows evenly (GCN: --window 1024
            --window-overlap 2/3); otherwise the last one ends with the image.
        seams: where windows overlap, count them alike (uniform, the papers,
            and if not given), or less towards their edges (tapered).
        crf: refine the answer by a dense CRF: "deeplab", "deeplabv2" or "duc"
            are the parameters of that paper.
        output_stride: of a network in a .keras file: 16, 8, ...; finer masks
            for more work, and no training.
        max_memory: the most that this process may hold, such as 2GiB; images
            that do not fit are asked in tiles.
    """

    scales: tuple[str, ...] = ("1",)
    flip: bool = False
    average: Literal["probabilities", "logits"] = "probabilities"
    align_corners: bool = True
    window: int = 0
    window_overlap: str | None = None
    even_windows: bool = False
    seams: Literal["uniform", "tapered"] | None = None
    crf: str = ""
    output_stride: int | None = None
    max_memory: str = ""


Inference = Annotated[InferenceFlags, tyro.conf.arg(name="")]
"""What a command's options nest: its flags have no prefix."""


def how(flags: InferenceFlags) -> InferenceConfig:
    """Inference settings that the flags mean.

    Raises:
        ValueError: a value is out of range; names the flag.
    """
    with naming_flags(field_flags(InferenceConfig())):
        config = InferenceConfig(
            output_stride=_stride(flags.output_stride),
            scales=_scales(flags.scales),
            flip=flags.flip,
            average=flags.average,
            align_corners=flags.align_corners,
            windows=_windows(flags),
            crf=_crf(flags.crf),
            max_memory=bytes_of(flags.max_memory) if flags.max_memory else None,
        )
    if flags.average == "logits" and not config.averages:
        raise ValueError(
            "--average logits is of several answers, and each image is asked "
            "once. Add --scales, --flip or --window, or leave it out"
        )
    if not flags.align_corners and config.scales == (1.0,):
        raise ValueError(
            "--no-align-corners is of images that are resized. Add --scales, "
            "or leave it out"
        )
    return config


def _stride(number: int | None) -> int | None:
    """The network itself knows which of these it can have."""
    if number is not None and number not in STRIDES:
        raise ValueError(
            f"--output-stride must be one of {', '.join(map(str, STRIDES))}. "
            f"Received: {number}"
        )
    return number


def _scales(words: tuple[str, ...]) -> tuple[float, ...]:
    if len(words) == 1 and words[0] in SCALES:
        return SCALES[words[0]]
    try:
        scales = tuple(map(float, words))
    except ValueError:
        word = next(word for word in words if not _is_number(word))
        raise ValueError(
            f"--scales takes numbers such as 0.5 1 1.5, or one of "
            f"{', '.join(SCALES)}. Received: {word!r}"
            f"{did_you_mean(word, SCALES)}"
        ) from None
    if not scales or not all(0.1 <= scale <= 8 for scale in scales):
        raise ValueError(
            f"--scales must lie in 0.1..8. Received: {' '.join(words)}"
        )
    return scales


def _is_number(word):
    try:
        float(word)
    except ValueError:
        return False
    return True


def _windows(flags):
    if flags.window == 0:
        _refuse_without_window(flags)
        return None
    if flags.window < 1:
        raise ValueError(
            f"--window must be a number of pixels. Received: {flags.window}"
        )
    share = _overlap(flags.window_overlap or "1/3")
    stride = math.ceil((1 - share) * flags.window)
    return Windows(
        tile=flags.window,
        stride=stride,
        even=flags.even_windows,
        seams=flags.seams or "uniform",
    )


def _refuse_without_window(flags) -> None:
    for flag, value in (
        ("--window-overlap", flags.window_overlap is not None),
        ("--even-windows", flags.even_windows),
        ("--seams", flags.seams is not None),
    ):
        if value:
            raise ValueError(
                f"{flag} is of windows, and there is no --window PIXELS. Add "
                "it, or leave this out"
            )


def _overlap(word: str) -> Fraction:
    try:
        share = Fraction(word)
    except (ValueError, ZeroDivisionError):
        share = Fraction(1)
    if not 0 <= share < 1:
        raise ValueError(
            "--window-overlap must be a share from 0 to below 1, such as 1/3 "
            f"or 0.5. Received: {word!r}"
        )
    return share


def _crf(word: str):
    if not word:
        return None
    from deeplab_family.inference.dense_crf import CRF_PRESETS

    if word not in CRF_PRESETS:
        raise ValueError(
            f"--crf must be one of {', '.join(CRF_PRESETS)}. Received: "
            f"{word!r}{did_you_mean(word, CRF_PRESETS)}"
        )
    return CRF_PRESETS[word]


def bytes_of(word: str) -> int:
    """Bytes of a word such as 2GiB, 800MB or 1500000000.

    Raises:
        ValueError: it is none.
    """
    found = BYTES.fullmatch(word.strip())
    if found is None:
        raise ValueError(
            "--max-memory must be a number with a unit, such as 2GiB or "
            f"800MB. Received: {word!r}"
        )
    number, prefix, binary = found.groups()
    power = " KMGT".index(prefix.upper() or " ")
    return int(float(number) * (1024 if binary else 1000) ** power)
