"""Served precision: which forms of the bundle an export writes."""

import time
from dataclasses import replace

import keras
import tensorflow as tf

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.inference import KerasPredictor
from deeplab_family.inference.asked_pictures import blank_image
from deeplab_family.precision_choice import (
    NO_INSTRUCTIONS,
    PrecisionChoice,
    multiplies_bfloat16,
    quicker_precision,
)
from export.errors import ExportError
from export.export_settings import ExportSettings
from export.progress import Progress
from export.report.report import Section
from export.serving.rebuilt_network import rebuilt_network
from export.serving.served_network import served_network
from export.serving.serving_settings import ServingSettings

ARTIFACTS = {"float32": "serving", "bfloat16": "serving_bfloat16"}
"""Precision -> the artifact that is the bundle in it."""
TURNS = 5


def precision_of(artifact: str) -> str:
    """Precision of a bundle, by the name of its artifact."""
    (found,) = (name for name, known in ARTIFACTS.items() if known == artifact)
    return found


def with_served_precision(
    model: keras.Model, settings: ExportSettings, progress: Progress
) -> tuple[ExportSettings, list[Section]]:
    """The settings with the bundles that their precision asks for.

    Args:
        model: maps RGB images to logits.
        settings: of the export; where "serving" is no artifact they stay.
        progress: told what was measured.

    Returns:
        The settings, and what the report says of it: nothing, or one part.
    """
    serving, sections = settings.serving, []
    if "serving" not in settings.artifacts:
        return settings, sections
    precision = serving.precision
    if precision == "auto":
        progress("measures float32 and bfloat16", 0, 1)
        choice = choose_precision(model, serving, settings.image_size)
        precision = choice.precision
        sections.append(_section(choice))
        line = f"--serving.precision {precision}: {choice.reason}"
        progress(line, 0, 0)
    chosen = [*ARTIFACTS] if precision == "both" else [precision]
    bundles = [ARTIFACTS[name] for name in chosen]
    artifacts = []
    for name in settings.artifacts:
        artifacts += bundles if name == "serving" else [name]
    serving = replace(serving, precision=precision)
    artifacts = tuple(dict.fromkeys(artifacts))
    return replace(settings, artifacts=artifacts, serving=serving), sections


def choose_precision(
    model: keras.Model, serving: ServingSettings, size: tuple[int, int]
) -> PrecisionChoice:
    """Chooses by forward passes of the network on this machine.

    Args:
        model: maps RGB images to logits.
        serving: its stride counts.
        size: (height, width) of the image.
    """
    if not tf.config.list_physical_devices("GPU"):
        if not multiplies_bfloat16():
            return PrecisionChoice("float32", NO_INSTRUCTIONS)
    network = served_network(model, serving)
    try:
        networks = {name: rebuilt_network(network, name) for name in ARTIFACTS}
    except ExportError as error:
        return PrecisionChoice("float32", str(error))
    height, width = KerasPredictor(network).input_size or size
    return quicker_precision(
        _pass_seconds(networks, (height, width)),
        f"a forward pass of {height} x {width}",
    )


def _pass_seconds(networks, size) -> dict[str, list[float]]:
    image = blank_image(KerasPredictor(networks["float32"]).pictures, size)
    image = tf.cast(image, tf.float32)
    passes = {
        name: tf.function(lambda images, net=net: net(images, training=False))
        for name, net in networks.items()
    }
    for run in passes.values():
        run(image)  # traces it
    seconds = {name: [] for name in passes}
    for _ in range(TURNS):
        for name, run in passes.items():
            begun = time.perf_counter()
            run(image).numpy()
            seconds[name].append(time.perf_counter() - begun)
    return seconds


def _section(choice: PrecisionChoice) -> Section:
    text = f"The bundle computes in {choice.precision}: {choice.reason}."
    rows = tuple(
        (name, f"{median:.1f}") for name, median in choice.milliseconds.items()
    )
    columns = words("precision") + numbers("ms")
    return Section(
        title="Serving: precision",
        content=(text, Table(columns=columns, rows=rows)) if rows else (text,),
        data=choice.tree(),
    )
