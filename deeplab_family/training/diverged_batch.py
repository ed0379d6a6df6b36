"""Diverged batch: the images of the step whose loss was no number, kept.

diverged/step_7.json   step, message, and where its images came from
diverged/step_7.npz    `images` and `labels` as the network got them; of a
                       detector all that its batch holds
diverged/step_7.png    the same to look at
"""

import contextlib
import io
import json
import time
from pathlib import Path

import numpy as np

from deeplab_family.training.divergence import DivergedError, likely_cause
from deeplab_family.training.work_directory import WorkDirectory
from deeplab_family.visualization import write_image
from deeplab_family.visualization.coloring import colorize
from deeplab_family.visualization.sheets import contact_sheet, stack_right
from input_pipeline import OpenedData
from input_pipeline.atomic_files import write_atomic

NAMED, SHOWN = 8, 16
"""Images that the message names, and that the picture shows."""


def explain(
    error: DivergedError, model, recipe, data: OpenedData, folder: WorkDirectory
) -> DivergedError:
    """The error with cause, images and where they are kept.

    Args:
        error: as a callback raised it.
        model: the model as it is after that step.
        recipe: what was trained.
        data: where its batches come from.
        folder: of the run.
    """
    number = error.step - 1
    batch = _batch(data, number)
    names = _names(data, number) if batch is not None else []
    cause = likely_cause(model, recipe.train, error.updates, batch)
    parts = [str(error), _named(names), cause]
    parts += [
        _keep(folder.diverged, error, names, batch, data.spec.palette),
        _what_is_saved(folder),
    ]
    message = " ".join(part for part in parts if part)
    return DivergedError(message, error.step, error.updates)


def _batch(data: OpenedData, number: int):
    """The batch of that number once more; None if it cannot be made."""
    if data.config.service or not data.config.deterministic:
        return None  # nobody knows which images it had
    try:
        return next(data.train_batches(start_step=number).as_numpy_iterator())
    except Exception:  # the loss is what is reported, whatever happens here
        return None


def _names(data: OpenedData, number: int) -> list[str]:
    size, seed = data.config.batch_size, data.config.seed
    places = range(number * size, (number + 1) * size)
    return [data.training.name_of(place, seed) for place in places]


def _named(names: list[str]) -> str:
    if not names:
        return ""
    unique = list(dict.fromkeys(names))
    more = len(unique) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"Its images: {', '.join(unique[:NAMED])}{rest}."


def _keep(folder: Path, error, names, batch, palette) -> str:
    """Writes what is known of the step; says where, or why not."""
    place = folder / f"step_{error.step}"
    record = {
        "step": error.step,
        "message": str(error),
        "images": names,
        "time": time.strftime("%Y-%m-%dT%H:%M:%S"),
    }
    try:
        if batch is not None:
            arrays = _arrays(batch)
            content = io.BytesIO()
            np.savez_compressed(content, **arrays)
            write_atomic(place.with_suffix(".npz"), content.getvalue())
            with contextlib.suppress(ValueError):  # no picture of such values
                sheet = _sheet(*[*arrays.values()][:2], palette)
                write_image(place.with_suffix(".png"), sheet)
        write_atomic(
            place.with_suffix(".json"), json.dumps(record, indent=2) + "\n"
        )
    except OSError as full:
        return f"The batch could not be kept ({full})."
    if batch is None:
        return ""
    drawn = place.with_suffix(".png").exists()
    picture = f", and {place.name}.png to look at" if drawn else ""
    return f"The batch is kept: {place}.npz{picture}."


def _arrays(batch) -> dict[str, np.ndarray]:
    """By name, the images first."""
    if isinstance(batch, dict):
        return {"image": batch["image"], **batch}
    return dict(zip(("images", "labels"), batch, strict=False))


def _sheet(images, labels, palette) -> np.ndarray:
    if np.ndim(labels) != 3:  # not of pixels; the arrays tell
        return contact_sheet(list(np.asarray(images, "uint8")[:SHOWN]), 4)
    pictures = [
        stack_right([image, colorize(label, palette)], gap=4)
        for image, label in zip(
            np.asarray(images, "uint8")[:SHOWN], labels[:SHOWN], strict=True
        )
    ]
    return contact_sheet(pictures, columns=2)


def _what_is_saved(folder: WorkDirectory) -> str:
    for path in folder.checkpoints:
        if path.exists():
            return f"{path} is from before; its weights are finite."
    return "Nothing was saved; the same --workdir can be used again."
