"""The page that travels with the bundle."""

from deeplab_family.console.tables import (
    Table,
    words,
)
from export.serving.server_files import BFLOAT16_MODELS, fill_template
from export.serving.serving_settings import ServingSettings
from input_pipeline.picture_format import ORDINARY, PictureFormat


def bundle_readme(
    settings: ServingSettings,
    signatures: list[str],
    multiple: int = 1,
    pictures: PictureFormat = ORDINARY,
) -> str:
    """Markdown: how to start this model and how to ask it.

    Args:
        settings: what the model does with an image.
        signatures: those it has.
        multiple: of what its images' sides are padded to; 1 for no padding.
        pictures: what its images are. Defaults to uint8 RGB.
    """
    known = SIGNATURES
    if not pictures.is_ordinary:
        known = SIGNATURES | {"serving_default": _of_pictures(pictures)}
    table = Table(
        columns=words("signature", "input", "output"),
        rows=tuple((f"`{name}`", *known[name]) for name in signatures),
    )
    file = "README.md" if pictures.is_ordinary else "README_pictures.md"
    return fill_template(
        file,
        name=settings.name,
        signatures=table.markdown(),
        work=_work(settings),
        precision=_precision(settings),
        padding=_padding(multiple),
        most_pixels=settings.most_pixels,
        pictures=pictures,
        range=_range(pictures),
    )


def _of_pictures(pictures: PictureFormat) -> tuple[str, str]:
    return (
        f"`images` float32 `(batch, height, width, {pictures.channels})`, 0 "
        "to 255",
        SIGNATURES["serving_default"][1],
    )


def _range(pictures: PictureFormat) -> str:
    if pictures.value_range is None:
        return "0 and 255 of 8 bits, 0 and 65535 of 16"
    low, high = pictures.value_range
    return f"{low:.10g} and {high:.10g}"


SIGNATURES = {
    "serving_default": (
        "`images` uint8 RGB `(batch, height, width, 3)`",
        "`class_map`, `confidence`, uint8 `(batch, height, width)`",
    ),
    "probabilities": (
        "the same",
        "`class_map`; `probabilities` float32 "
        "`(batch, height, width, classes)`",
    ),
    "image_bytes": (
        "`image_bytes`: JPEG or PNG files, each of its own size",
        "`mask_png_bytes`: gray PNGs of class ids",
    ),
    "features": ("`images` as above", "`features` float32"),
}
"""What goes into each signature, and what comes out."""


def _padding(multiple):
    if multiple == 1:
        return ""
    return (
        f"- The network takes sides that are multiples of {multiple}. An image "
        "of any\n  other size is padded at the bottom and right, its answer "
        "cut back.\n"
    )


def _precision(settings):
    if settings.precision != "both":
        return f"The network computes in {settings.precision}."
    return (
        f"`{settings.name}/` computes in float32 and serves unasked, "
        f"`{settings.bfloat16_name}/` in\n  bfloat16, under the same name, for "
        "processors that multiply it (`avx512_bf16` or\n  `amx_bf16` in "
        f"`/proc/cpuinfo`): `MODELS_CONFIG={BFLOAT16_MODELS}\n  docker "
        "compose up --detach`; without Docker `--model_base_path="
        f'"$PWD/{settings.bfloat16_name}"`.'
    )


def _work(settings):
    parts = []
    if settings.longest_side:
        parts.append(
            f"images with a side above {settings.longest_side} pixels are "
            "shrunk to it, their scores enlarged to the image's own size"
        )
    if settings.output_stride:
        parts.append(f"output stride {settings.output_stride}")
    if settings.scales != (1.0,):
        scales = ", ".join(f"{scale:g}" for scale in settings.scales)
        parts.append(f"average over the scales {scales}")
    if settings.flip:
        parts.append("average with the mirrored image")
    if settings.tile:
        parts.append(
            f"tiles of {settings.tile} pixels a side, blended over "
            f"{settings.tile_overlap}"
        )
    if not parts:
        return "The network runs once, on the whole image."
    return f"Built in: {'; '.join(parts)}."
