"""Models of other projects' files, read: whole networks and backbones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deeplab_family.backbones import BackboneModel
from deeplab_family.importers.backbone_config import backbone_config
from deeplab_family.importers.network_source import Arrays, NetworkSource
from deeplab_family.importers.registry import AUTO, known_sources
from deeplab_family.importers.source_check import (
    check_against_source,
    require_program,
)
from deeplab_family.weights import WeightsError
from deeplab_family.weights.files.read import read_arrays
from deeplab_family.weights.source_fill import fill_from_source
from deeplab_family.weights.sources.backbone_source import BackboneSource

if TYPE_CHECKING:
    import keras

    from deeplab_family.models import SegmentationModel

SHOWN = 3


def import_model(
    path: str | Path, project: str = AUTO, check: str | Path | None = None
) -> keras.Model:
    """A model of ours that computes what the network in a file computes.

    Args:
        path: of the file, in a format that `deeplab_family.weights` reads.
        project: whose file it is, one of `known_projects()`.
        check: a photograph, on which the model is compared with the source's
            own code; the receipt notes the largest difference.

    Returns:
        A `SegmentationModel`, with its class names where they are known, if
        the file is a whole network. A `BackboneModel`, from images to features
        at output stride 32, if it is one. `weights.receipt_of(model)` says what
        was read.

    Raises:
        ValueError: if nobody knows the project.
        WeightsError: if the file is damaged, of an unknown network, or of one
            that ours cannot express exactly; if the source's own code cannot
            run here, or answers something else. Says why and what to do.
    """
    path = Path(path)
    candidates = known_sources(project)
    arrays = read_arrays(path)
    source = _recognize(arrays, path, candidates, project)
    try:
        program = None if check is None else require_program(source)
        if isinstance(source, NetworkSource):
            model = _network(source, arrays, path)
        else:
            model = _backbone(source, arrays, path)
        if program is not None:
            check_against_source(model, program, path, Path(check))
        return model
    except WeightsError as error:
        raise WeightsError(f"{path}: {source.name}: {error}") from error


def _network(
    source: NetworkSource, arrays: Arrays, path: Path
) -> SegmentationModel:
    config = source.config(arrays)
    model = config.build()
    receipt = fill_from_source(model, config, source, arrays, path)
    if receipt.fresh:
        raise WeightsError(
            f"nothing in the file fills {_some(receipt.fresh)} of "
            f"{type(config).__name__}"
        )
    left = [name for name in receipt.skipped if name in arrays]
    unknown = [name for name in left if not source.leaves(name)]
    if unknown:
        raise WeightsError(
            f"the file also holds {_some(unknown)}, which belong to parts "
            "that our network has not; it would compute something else"
        )
    model.class_names = source.class_names(config, arrays)
    return model


def _backbone(
    source: BackboneSource, arrays: Arrays, path: Path
) -> BackboneModel:
    config = backbone_config(source, arrays)
    model = BackboneModel.of(config)
    fill_from_source(model, config, source, arrays, path)
    return model


def _recognize(arrays, path, candidates, project):
    for source in candidates:
        if source.recognizes(arrays):
            return source
    for source in known_sources(AUTO):
        if source.recognizes(arrays):
            raise WeightsError(
                f"{path} is no file of {project}: its arrays are named as "
                f"those of {source.name}. Say {source.project} or {AUTO}"
            )
    known = ", ".join(source.name for source in candidates)
    raise WeightsError(
        f"{path} holds weights of no network that is known here. Its "
        f"{len(arrays)} arrays begin with {_some(list(arrays))}. Known are: "
        f"{known}"
    )


def _some(names) -> str:
    text = ", ".join(names[:SHOWN])
    more = len(names) - SHOWN
    return f"{text} and {more} more" if more > 0 else text
