"""Objects: boxes, masks, names and scores drawn into a picture."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from deeplab_family.visualization.coloring import OPACITY
from deeplab_family.visualization.font import written
from deeplab_family.visualization.legend import text_size_for
from input_pipeline.annotations.regions import Bitmap

DARK, LIGHT = (0, 0, 0), (255, 255, 255)


def draw_objects(
    image: np.ndarray,
    boxes: np.ndarray,
    classes: np.ndarray,
    palette: Sequence[Sequence[int]],
    class_names: Sequence[str],
    scores: np.ndarray | None = None,
    masks: Sequence[Bitmap] | None = None,
    opacity: float = OPACITY,
) -> np.ndarray:
    """Draws objects in the colors of their classes, with names.

    Those of a low score are drawn first, so that others lie over them.

    Args:
        image: uint8 RGB `(height, width, 3)`.
        boxes: `(objects, 4)`: x1, y1, x2, y2 in pixels.
        classes: integer class ids `(objects,)`.
        palette: the `(red, green, blue)` of each class.
        class_names: the name of each class.
        scores: 0..1 `(objects,)`, written beside the name; None leaves them
            out.
        masks: the pixels of each object; None draws boxes alone.
        opacity: float in 0..1, share of the color within masks.

    Returns:
        uint8 RGB picture of the image's size.
    """
    picture = np.array(image)
    order = np.arange(len(boxes))
    if scores is not None:
        order = np.argsort(scores, kind="stable")
    for place in order if masks is not None else ():
        _tint(picture, masks[place], palette[classes[place]], opacity)
    sheet = Image.fromarray(picture)
    pen = ImageDraw.Draw(sheet)
    text_size = max(round(0.7 * text_size_for(*image.shape[:2])), 9)
    line = max(text_size // 8, 1)
    for place in order:
        class_id = int(classes[place])
        color = tuple(int(value) for value in palette[class_id])
        x1, y1, x2, y2 = _drawn_box(boxes[place])
        pen.rectangle((x1, y1, x2, y2), outline=color, width=line)
        name = class_names[class_id]
        if scores is not None:
            name = f"{name} {scores[place]:.2f}"
        text, font = written(name, text_size, f"class {class_id}")
        _draw_tag(pen, (x1, y1), text, font, text_size, color, sheet.size)
    return np.asarray(sheet)


def _tint(picture: np.ndarray, mask: Bitmap, color, opacity: float) -> None:
    rows, columns = mask.mask.shape
    part = picture[mask.top : mask.top + rows, mask.left : mask.left + columns]
    mixed = (1 - opacity) * part[mask.mask] + opacity * np.array(color)
    part[mask.mask] = np.rint(mixed).astype(np.uint8)


def _drawn_box(box) -> tuple[int, int, int, int]:
    """Corners that Pillow paints: the last pixels inside the box."""
    x1, y1, x2, y2 = (round(float(value)) for value in box)
    return x1, y1, max(x2 - 1, x1), max(y2 - 1, y1)


def _draw_tag(pen, corner, text: str, font, text_size, color, size) -> None:
    """Writes a name above a box, or within it where it would leave."""
    width, height = int(font.getlength(text)) + 4, round(1.3 * text_size)
    x = max(min(corner[0], size[0] - width), 0)
    y = corner[1] - height if corner[1] >= height else corner[1]
    pen.rectangle((x, y, x + width, y + height), fill=color)
    bright = 0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2] > 140
    pen.text(
        (x + 2, y + height / 2),
        text,
        fill=DARK if bright else LIGHT,
        font=font,
        anchor="lm",
    )
