"""The network as it is to be served: its stride, its scales, its features."""

import dataclasses
import difflib

import keras

from deeplab_family.inference import (
    ImageSizeError,
    KerasPredictor,
    scaled_size,
)
from deeplab_family.inference.asked_pictures import blank_image
from export.errors import ExportError
from export.padded_network import padded_network, unpadded
from export.serving.longest_side import shrunk_size
from export.serving.scorer import Scorer, network_scorer
from export.serving.serving_settings import WARMUP_SIZE, ServingSettings
from export.serving.test_time_augmentation import averaged


def served_network(
    model: keras.Model, settings: ServingSettings
) -> keras.Model:
    """The model at the stride of the settings, taking images of any size.

    Args:
        model: maps RGB images to logits; one that takes only multiples of
            a number is put within a padding, see `padded_network`.
        settings: the stride, and a size to begin asking with.

    Raises:
        ExportError: the model cannot change its stride, or not to that one.
    """
    if settings.output_stride is None:
        size = settings.warmed_up(WARMUP_SIZE).warmup_size
        return padded_network(model, size)
    change = getattr(model, "with_output_stride", None)
    if change is None:
        raise ExportError(
            "`output_stride` needs a model with `with_output_stride`. "
            f"Received: {type(model).__name__}. Leave the stride out"
        )
    try:
        return change(settings.output_stride)
    except ValueError as error:
        raise ExportError(f"`output_stride`: {error}") from error


def check_served_sizes(model: keras.Model, settings: ServingSettings) -> None:
    """Asks the network for the sizes that the settings will send to it.

    Raises:
        ExportError: it cannot take the warm-up image or a tile, at one of the
            scales; says which sizes it takes.
    """
    predictor = KerasPredictor(model)
    if predictor.input_size is not None:
        return
    warmup = settings.warmed_up(WARMUP_SIZE).warmup_size
    if settings.longest_side:
        sides = shrunk_size(*warmup, settings.longest_side)
        warmup = tuple(map(int, sides))
    sizes = {"warmup_size": warmup}
    if settings.tile:
        cut = (min(side, settings.tile) for side in warmup)
        sizes = {"warmup_size": tuple(cut), "tile": (settings.tile,) * 2}
    for argument, size in sizes.items():
        for scale in settings.scales:
            scaled = scaled_size(size, scale, settings.align_corners)
            try:
                predictor.raw(blank_image(predictor.pictures, scaled))
            except ImageSizeError as error:
                raise ExportError(f"`{argument}`: {error}") from error


def served_scorer(model: keras.Model, settings: ServingSettings) -> Scorer:
    """Scorer of a served network: averaged as the settings say.

    Tiles are blended by their probabilities, so with tiles the scores are
    probabilities too.
    """
    scorer = averaged(network_scorer(model), settings)
    if not settings.tile or not scorer.logits:
        return scorer

    def probabilities(images):
        return scorer.probabilities(scorer.score(images))

    return dataclasses.replace(scorer, score=probabilities, logits=False)


def feature_model(model: keras.Model, layer: str) -> keras.Model:
    """The network up to one of its layers, without a padding.

    Raises:
        ExportError: there is no such layer, or it has no output of its own.
    """
    model = unpadded(model)
    names = [candidate.name for candidate in model.layers]
    if layer not in names:
        near = difflib.get_close_matches(layer, names, n=5, cutoff=0.3)
        raise ExportError(
            f"`features`: the model has no layer {layer!r}. Near it: "
            f"{', '.join(near or names[-5:])}"
        )
    try:
        return keras.Model(model.inputs, model.get_layer(layer).output)
    except (AttributeError, ValueError, KeyError) as error:
        raise ExportError(
            f"`features`: layer {layer!r} has no output within the network's "
            "own graph. Name a layer of the functional network itself"
        ) from error
