"""Loading weights: a word or a path, into a backbone or a whole network."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deeplab_family.run_folder import find_run
from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.path_in_errors import path_in_errors
from deeplab_family.weights.files.read import read_arrays
from deeplab_family.weights.files.tf_checkpoint import checkpoint_prefix
from deeplab_family.weights.fresh import is_fresh
from deeplab_family.weights.network_weights import (
    is_keras_file,
    load_keras_weights,
)
from deeplab_family.weights.published_file import PublishedFile
from deeplab_family.weights.receipt import Receipt
from deeplab_family.weights.source_fill import fill_from_source
from deeplab_family.weights.sources.registry import BACKBONE_SOURCES

if TYPE_CHECKING:
    import keras

    from deeplab_family.weights.sources.backbone_source import BackboneSource

IMAGENET = "imagenet"


def load_network_weights(model: keras.Model, weights: str | Path) -> Receipt:
    """Fills a network, or its backbone, with trained weights.

    Args:
        model: a `SegmentationModel`, or its `AuxiliaryTraining`.
        weights: "imagenet", or the path of a file: the `.keras` of a network
            or a backbone, or what a backbone source knows.

    Returns:
        The receipt, which is kept with the model and in its `.keras` file.

    Raises:
        WeightsError: if they do not fit; says why and what to do. The model
            is unchanged then.
    """
    weights = _named(weights)
    if is_keras_file(weights):
        return load_keras_weights(model, Path(weights))
    network = getattr(model, "network", model)
    return load_backbone_weights(network, network.config.backbone, weights)


def load_backbone_weights(
    model: keras.Model, config: Any, weights: str | Path
) -> Receipt:
    """Fills a backbone with trained weights.

    Args:
        model: the backbone, or a network on it.
        config: the backbone's `BackboneConfig`.
        weights: "imagenet", or the path of a file.

    Returns:
        The receipt, which is kept with the model.

    Raises:
        WeightsError: if they do not fit; says why and what to do. The model
            is unchanged then.
    """
    weights = _named(weights)
    if is_keras_file(weights):
        return load_keras_weights(model, Path(weights), config)
    if str(weights) == IMAGENET:
        source, path = _imagenet(config)
        arrays = _read_published(path)
    else:
        path = Path(weights)
        arrays = read_arrays(path)
        source = _recognize(config, arrays, path)
    try:
        if reason := source.refusal(config, arrays):
            raise WeightsError(reason)
        return fill_from_source(model, config, source, arrays, path)
    except WeightsError as error:
        raise WeightsError(f"{path}: {source.name}: {error}") from error


def require_weights(config: Any, weights: str | Path):
    """Refuses weights that are not there, before anything slow is done.

    Args:
        config: the backbone's `BackboneConfig`.
        weights: "none", "imagenet" or the path of a file.

    Raises:
        WeightsError: says what to do.
    """
    if is_fresh(weights):
        return
    path = Path(_named(weights))
    if str(weights) == IMAGENET:
        _imagenet(config)
        return
    with path_in_errors(path):
        # A TensorFlow checkpoint is given by its folder, or its files' prefix.
        there = path.is_file() or checkpoint_prefix(path) is not None
    if not there:
        raise WeightsError(
            "weights are `none`, `imagenet` or the path of a file. There is "
            f"no file {weights}"
        )


def published_weights(config: Any) -> PublishedFile | None:
    """The ImageNet weights that somebody published for a backbone, or None."""
    files = (source.published(config) for source in _sources_of(config))
    return next((file for file in files if file is not None), None)


def _named(weights: str | Path) -> str | Path:
    """The weights, where the folder of a run stands for its best network."""
    if not isinstance(weights, str | PathLike) or not str(weights):
        raise WeightsError(
            "weights are `none`, `imagenet` or the path of a file. Received: "
            f"{weights!r}"
        )
    run = find_run(Path(weights))
    return weights if run is None else run.model


def _imagenet(config: Any) -> tuple[BackboneSource, Path]:
    for source in _sources_of(config):
        published = source.published(config)
        if published is not None:
            return source, published.locate()
    hints = [f"{source.hint(config)}. " for source in _sources_of(config)]
    raise WeightsError(
        f"there are no ImageNet weights that can be fetched for "
        f"{config.preset_name} as it is configured. "
        f"{''.join(hint for hint in hints if hint != '. ')}Give the path of a "
        "file, or `none`"
    )


def _read_published(path: Path):
    """The arrays of a published file, whose hash may be unknown."""
    try:
        return read_arrays(path)
    except WeightsError as error:
        raise WeightsError(
            f"{error}. Move it away: then it is fetched again"
        ) from error


def _recognize(config: Any, arrays, path: Path) -> BackboneSource:
    known = [s for s in BACKBONE_SOURCES if s.recognizes(arrays)]
    for source in known:
        if source.kind == config.kind:
            return source
    if known:
        raise WeightsError(
            f"{path} holds {known[0].name} weights, for a backbone of kind "
            f"{known[0].kind!r}; this backbone is {config.kind!r}"
        )
    names = ", ".join(list(arrays)[:3])
    raise WeightsError(
        f"{path} holds weights of no source that is known. Its arrays begin "
        f"with {names}. Known for {config.kind!r} are: "
        f"{', '.join(s.name for s in _sources_of(config)) or 'none'}. A whole "
        "network of another project becomes one to start from by `deeplab "
        "import auto FILE --output MODEL.keras`"
    )


def _sources_of(config: Any) -> list[BackboneSource]:
    return [s for s in BACKBONE_SOURCES if s.kind == config.kind]
