"""Drawings of `deeplab figure`: from its options to a written picture."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deeplab_family import figures
from deeplab_family.console.progress_lines import ProgressLines
from deeplab_family.console.tf_startup import standard_error_muted
from deeplab_family.visualization import write_image

NUMBERED_CLASSES = 21  # of recipes, which have no data to name them


def draw_valid_weights(options, models, images, data) -> None:
    chart = figures.valid_weights_chart(options.map_size)
    if options.output.suffix.lower() == ".svg":
        from deeplab_family.pages.chart_file import chart_file
        from input_pipeline.atomic_files import write_atomic

        write_atomic(options.output, chart_file(chart))
        return
    from deeplab_family.tracking.chart_png import draw_charts

    write_image(options.output, draw_charts([chart], columns=1))


def draw_gridding(options, models, images, data) -> None:
    lists = [_rates(word) for word in options.rates]
    write_image(options.output, figures.draw_gridding(lists))


def draw_side_by_side(options, models, images, data) -> None:
    from deeplab_family.inference import load_predictor

    with standard_error_muted():
        predictors = [load_predictor(path) for path in models]
    samples, spec = _samples(options, images, data, models[0], predictors[0])

    def function(predictor):
        return lambda image: predictor(image[None]).class_map[0]

    columns = zip(
        _names(options.models), map(function, predictors), strict=True
    )
    patch = figures.Patch(*options.patch) if options.patch else None
    picture = figures.draw_class_maps(list(columns), samples, spec, patch)
    write_image(options.output, picture)


def draw_receptive_field(options, models, images, data) -> None:
    networks = _networks(options, models)
    samples, _ = _samples(options, images, data, models[0], networks[0][1])
    shown = [sample.image for sample in samples]
    with ProgressLines() as show:
        picture = figures.draw_fields(
            networks,
            shown,
            options.scales,
            lambda done, of: show("gradients", done, of),
        )
    write_image(options.output, picture)


def draw_masks(options, models, images, data) -> None:
    networks = _networks(options, models)
    samples, spec = _samples(options, images, data, models[0], networks[0][1])
    write_image(options.output, figures.draw_masks(networks, samples, spec))


def draw_stages(options, models, images, data) -> None:
    from input_pipeline import DataConfig, open_data

    ((_, network),) = _networks(options, models)
    heads = figures.build_stage_heads(network)
    samples, spec = _samples(options, images, data, models[0], network)
    config = DataConfig(**vars(data), crop_size=options.crop, batch_size=4)
    with ProgressLines() as show:
        losses = figures.train_stage_heads(
            heads,
            open_data(config).train_batches(),
            options.steps,
            spec.ignore_label,
            lambda done, of: show("training heads", done, of),
        )
    tenth = -(-len(losses) // 10)
    print(
        f"Loss of the heads: {np.mean(losses[:tenth]):.3f} at the beginning, "
        f"{np.mean(losses[-tenth:]):.3f} at the end"
    )
    picture = figures.draw_stages(network, heads, samples, spec)
    write_image(options.output, picture)


DRAWINGS = {
    "valid-weights": draw_valid_weights,
    "gridding": draw_gridding,
    "side-by-side": draw_side_by_side,
    "receptive-field": draw_receptive_field,
    "masks": draw_masks,
    "stages": draw_stages,
}


def _rates(word: str) -> tuple[int, ...]:
    try:
        rates = tuple(int(part) for part in word.split(","))
    except ValueError:
        rates = ()
    if not rates or min(rates) < 1:
        raise ValueError(
            "--rates are words of whole numbers >= 1 with commas, such as "
            f"1,2,3. Received: {word!r}"
        )
    return rates


def _names(words: Sequence[Path]) -> list[str]:
    """What to call the models: a file's name, or that of a folder."""
    names = [path.stem if path.is_file() else path.name for path in words]
    if len(set(names)) == len(names):
        return names
    return [str(path) for path in words]


def _networks(options, models: Sequence[Path]) -> list[tuple]:
    from deeplab_family.cli.networks import load_network

    networks = [load_network(str(m), NUMBERED_CLASSES) for m in models]
    for path, network in zip(models, networks, strict=True):
        _require_map(path, network)
    return list(zip(_names(options.models), networks, strict=True))


def _require_map(path: Path, network) -> None:
    """Refuses a network that does not answer for each pixel."""
    shape = getattr(network, "output_shape", None)
    if not isinstance(shape, tuple) or len(shape) != 4:
        raise ValueError(
            f"{path}: figures are of networks that segment, whose logits are "
            f"(batch, height, width, classes). Received: {shape}"
        )


def _samples(options, images, data, model: Path, asked):
    """What is shown, and what the ids mean.

    Args:
        asked: the first network or predictor, who may name its classes.
    """
    spec = _classes(model, asked) if data is None else None
    if data is not None:
        from deeplab_family.class_names import require_same_names
        from input_pipeline import DataConfig, open_data

        opened = open_data(DataConfig(**vars(data)))
        spec = opened.spec
        known = getattr(asked, "class_names", None)
        require_same_names(known, spec.class_names)
    if images:
        from deeplab_family.photographs import read_image

        return [figures.FigureSample(read_image(path)) for path in images], spec
    batches = opened.eval_batches(options.samples)
    samples = [
        figures.FigureSample(image.numpy()[0], label.numpy()[0])
        for image, label in batches
    ]
    return samples, spec


def _classes(model: Path, asked):
    from deeplab_family.model_classes import read_classes

    number = getattr(asked, "num_classes", None)
    if number is None:
        config = getattr(asked, "config", None)
        number = getattr(config, "num_classes", None)
    return read_classes(model, number, getattr(asked, "class_names", None))
