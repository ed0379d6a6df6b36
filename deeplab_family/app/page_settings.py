"""Page settings: how an image is asked, as the page's query says it."""

import importlib.util
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from deeplab_family.app.refusal import Refused
from deeplab_family.inference import SCALES, InferenceConfig

SIDES = (512, 1024, 2048)
SIDE = 1024
"""Pixels of the longer side that a larger photograph is shrunk to."""

STRIDES = (8, 16, 32)
SCALE_CHOICES = ((1.0,), SCALES["deeplabv3-cityscapes"], SCALES["deeplabv3"])
MOST_SCALES = 8
CRFS = ("duc", "deeplab", "deeplabv2")
NAMES = ("side", "stride", "scales", "flip", "crf")


@dataclass(frozen=True, kw_only=True)
class PageSettings:
    """Settings of one request: the size and the kind of inference.

    Args:
        side: int > 0, see `SIDE`.
        inference: stride, scales, mirroring, CRF.
    """

    side: int = SIDE
    inference: InferenceConfig = InferenceConfig()


def settings_of(query: Mapping[str, str]) -> PageSettings:
    """The settings in a query; what is missing or empty is as usual.

    Args:
        query: text by the name of a setting (`NAMES`).

    Raises:
        Refused: 400 for a name or a value that is none.
    """
    unknown = query.keys() - set(NAMES)
    if unknown:
        raise _wrong("setting", min(unknown), ", ".join(NAMES))
    given = {name: text for name, text in query.items() if text}
    return PageSettings(
        side=_one_of("side", given.get("side", str(SIDE)), SIDES),
        inference=InferenceConfig(
            output_stride=_one_of("stride", given["stride"], STRIDES)
            if "stride" in given
            else None,
            scales=_scales(given.get("scales", "1")),
            flip=bool(_one_of("flip", given.get("flip", "0"), (0, 1))),
            crf=_crf(given.get("crf")),
        ),
    )


def _one_of(name: str, text: str, choices: tuple[int, ...]) -> int:
    if text not in map(str, choices):
        raise _wrong(name, text, ", ".join(map(str, choices)))
    return int(text)


def _scales(text: str) -> tuple[float, ...]:
    words = text.split(",")
    try:
        scales = tuple(map(float, words)) if len(words) <= MOST_SCALES else ()
    except ValueError:
        scales = ()
    if not scales or not all(
        math.isfinite(scale) and 0.25 <= scale <= 4 for scale in scales
    ):
        allowed = f"1 to {MOST_SCALES} numbers of 0.25 to 4 with commas"
        raise _wrong("scales", text, allowed)
    return scales


def _crf(name: str | None):
    if name is None:
        return None
    if name not in CRFS:
        raise _wrong("crf", name, ", ".join(CRFS))
    from deeplab_family.inference.dense_crf import CRF_PRESETS

    return CRF_PRESETS[name]


def _wrong(name: str, text: str, allowed: str) -> Refused:
    return Refused(
        HTTPStatus.BAD_REQUEST,
        f"`{name}` must be of: {allowed}. Received: {text[:40]!r}",
    )


def why_not(predictor: Any) -> dict[str, str]:
    """The settings that a model cannot have, each with the reason.

    Args:
        predictor: of a model file; see `inference.Predictor`.
    """
    reasons = {}
    if not hasattr(predictor, "with_output_stride"):
        reasons["stride"] = "fixed in an exported file"
    if predictor.input_size is not None:
        height, width = predictor.input_size
        reasons["scales"] = f"the file takes {width} x {height} pixels only"
    if importlib.util.find_spec("scipy") is None:
        reasons["crf"] = "needs pip install 'deeplab-family[crf]'"
    if predictor.num_classes is None:
        for name in ("scales", "flip", "crf"):
            reasons[name] = "the file answers without probabilities"
    return reasons
