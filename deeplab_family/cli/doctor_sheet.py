"""The doctor's picture: samples with their labels laid over them."""

import io
from pathlib import Path

import numpy as np
import tensorflow as tf
from PIL import Image, ImageDraw

from deeplab_family.console.terminal import printable
from deeplab_family.inference.asked_pictures import rgb_of
from deeplab_family.photographs import decode_photograph
from deeplab_family.visualization import contact_sheet, write_image
from deeplab_family.visualization.coloring import blend
from deeplab_family.visualization.font import written
from deeplab_family.visualization.legend import (
    INK,
    PAPER,
    draw_legend,
)
from deeplab_family.visualization.sheets import stack_down
from input_pipeline.decode.label import decode_label
from input_pipeline.doctor import Report, SampleStats, choose_shown, codes_of
from input_pipeline.picture_format import ORDINARY

COLUMNS = 4
CELL = (240, 320)
"""Height and width that a sample is shrunk to fit into."""

NO_CLASS = (255, 0, 255)
"""Color of ids that the data set does not have; the ignored stay bare."""

TEXT = 13
SHOWN_CLASSES = 40


def draw_sheet(report: Report, output: Path, count: int) -> None:
    """Draws samples chosen to show every class and every kind of finding.

    Below each stand its split, its name, and its findings. Labels that hold
    no class ids are shown as they are, half over the image.

    Args:
        report: what was found.
        output: picture to write; nothing is written without a readable image.
        count: int >= 1, number of samples.
    """
    shown = choose_shown(
        report.facts,
        report.findings,
        report.stated,
        count,
        any_format=report.pictures is not None,
    )
    if not shown:
        return
    cells = [_draw_cell(sample, report) for sample in shown]
    sheet = contact_sheet(cells, COLUMNS, gap=TEXT // 2)
    write_image(output, stack_down([sheet, _legend(report, sheet.shape[1])]))


def _draw_cell(sample: SampleStats, report: Report) -> np.ndarray:
    encoded = sample.case.read_image()
    image, _ = decode_photograph(encoded, report.pictures or ORDINARY)
    image = _shrink(Image.fromarray(rgb_of(image)))
    picture = _with_label(image, sample, report)
    codes = codes_of(sample, report.findings)
    where = f"{sample.case.splits[0]} / {sample.case.id}"
    return stack_down([picture, _caption(where, codes, CELL[1])])


def _with_label(image, sample: SampleStats, report: Report) -> np.ndarray:
    if sample.label.problem is None:
        encoded = tf.constant(sample.case.read_label())
        try:
            ids = decode_label(encoded, report.stated).numpy()
        except tf.errors.OpError:  # values that the map does not list
            return _with_stored(image, sample)
        size = image.shape[1::-1]  # also of a label that does not fit
        ids = np.asarray(Image.fromarray(ids).resize(size, 0))
        palette = [*report.spec.palette, *255 * [NO_CLASS]][:255]
        return blend(image, ids, palette)
    return _with_stored(image, sample)


def _with_stored(image: np.ndarray, sample: SampleStats) -> np.ndarray:
    """Half the image, half what the label file shows in a viewer."""
    if sample.label.digest is None:
        return image
    with Image.open(io.BytesIO(sample.case.read_label())) as picture:
        colors = picture.convert("RGB").resize(image.shape[1::-1], 0)
    return (image // 2 + np.asarray(colors) // 2).astype(np.uint8)


def _shrink(picture: Image.Image) -> np.ndarray:
    factor = min(CELL[0] / picture.height, CELL[1] / picture.width, 1)
    size = (
        max(1, round(factor * picture.width)),
        max(1, round(factor * picture.height)),
    )
    return np.asarray(picture.resize(size, Image.Resampling.BOX))


def _caption(where: str, codes: list[str], width: int) -> np.ndarray:
    lines = 2 if codes else 1
    strip = Image.new("RGB", (width, lines * (TEXT + 5)), PAPER)
    pen = ImageDraw.Draw(strip)
    _write(pen, 2, where, INK)
    _write(pen, TEXT + 3, ", ".join(codes), (190, 20, 20))
    return np.asarray(strip)


def _write(pen, top: int, text: str, color) -> None:
    text = printable(text, keep="")
    text, font = written(text, TEXT, ascii(text)[1:-1])
    pen.text((0, top), text, fill=color, font=font)


def _legend(report: Report, width: int) -> np.ndarray:
    total = sum(counts.pixels for counts in report.counts.values())
    spec = report.spec
    present = [
        i
        for i in range(spec.num_classes)
        if np.atleast_1d(total)[min(i, np.size(total) - 1)]
    ][:SHOWN_CLASSES]
    entries = [(spec.class_names[i], spec.palette[i]) for i in present]
    return draw_legend(entries, width, TEXT, present)
