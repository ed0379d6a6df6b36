"""Mapillary Vistas 1.2 with the 19 classes of Cityscapes.

The two data sets name their classes differently, and no list of the pairs is
official. The strict one leaves out what is not clearly one of the 19; it is
the most used (the loaders of RobustNet and DAFormer). The broad one gives more
pixels a class, such as parking and curb cuts.
"""

from functools import cached_property
from pathlib import Path
from typing import ClassVar

from input_pipeline.datasets.cityscapes import CityscapesDataset
from input_pipeline.datasets.mapillary import MapillaryDataset
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.json_file import read_json
from input_pipeline.sample import IGNORE_LABEL

Names = dict[str, tuple[str, ...]]

STRICT: Names = {
    "road": (
        "construction--flat--road",
        "marking--general",
        "object--manhole",
    ),
    "sidewalk": (
        "construction--barrier--curb",
        "construction--flat--sidewalk",
    ),
    "building": ("construction--structure--building",),
    "wall": ("construction--barrier--wall",),
    "fence": ("construction--barrier--fence",),
    "pole": ("object--support--pole", "object--support--utility-pole"),
    "traffic light": ("object--traffic-light",),
    "traffic sign": ("object--traffic-sign--front",),
    "vegetation": ("nature--vegetation",),
    "terrain": ("nature--terrain",),
    "sky": ("nature--sky",),
    "person": ("human--person",),
    "rider": (
        "human--rider--bicyclist",
        "human--rider--motorcyclist",
        "human--rider--other-rider",
    ),
    "car": ("object--vehicle--car",),
    "truck": ("object--vehicle--truck",),
    "bus": ("object--vehicle--bus",),
    "train": ("object--vehicle--on-rails",),
    "motorcycle": ("object--vehicle--motorcycle",),
    "bicycle": ("object--vehicle--bicycle",),
}
"""Names in the config of Vistas, by class of Cityscapes."""

MORE: Names = {
    "road": (
        "construction--flat--bike-lane",
        "construction--flat--crosswalk-plain",
        "construction--flat--parking",
        "construction--flat--rail-track",
        "construction--flat--service-lane",
        "marking--crosswalk-zebra",
    ),
    "sidewalk": (
        "construction--flat--curb-cut",
        "construction--flat--pedestrian-area",
    ),
    "building": (
        "construction--structure--bridge",
        "construction--structure--tunnel",
    ),
    "fence": ("construction--barrier--guard-rail",),
    "traffic sign": ("object--support--traffic-sign-frame",),
    "terrain": ("nature--sand", "nature--snow"),
}
NOT_BROAD = "object--manhole"


def _broad() -> Names:
    joined = {c: (*names, *MORE.get(c, ())) for c, names in STRICT.items()}
    return {
        c: tuple(name for name in names if name != NOT_BROAD)
        for c, names in joined.items()
    }


class MapillaryCityscapesDataset(MapillaryDataset):
    """Streets of the world with the classes of Cityscapes, strictly.

    It is never recognized by its folder: who wants these classes names it.

    Args:
        root: the folder that holds the config of version 1.2 and `training`.

    Raises:
        DataError: if these are not there.
    """

    marks: ClassVar[tuple[str, ...]] = ()
    names: ClassVar[Names] = STRICT

    @cached_property
    def spec(self) -> DatasetSpec:
        """The classes of Cityscapes; the ids are those of the config."""
        return _cityscapes_spec(self.config, self.names)


class MapillaryCityscapesBroadDataset(MapillaryCityscapesDataset):
    """The same with more of Vistas' classes counted as one of the 19."""

    names: ClassVar[Names] = _broad()


def _cityscapes_spec(config: Path, names: Names) -> DatasetSpec:
    cityscapes = CityscapesDataset.spec
    class_ids = {
        name: cityscapes.class_names.index(class_name)
        for class_name, taken in names.items()
        for name in taken
    }
    try:
        stored = [label["name"] for label in read_json(config)["labels"]]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{config} is not a config of Mapillary Vistas ({error!r}). It "
            "must hold `labels`, each with a name; unpack it again"
        ) from error
    missing = sorted(class_ids.keys() - set(stored))
    if missing:
        raise DataError(
            f"{config} is not the config of Mapillary Vistas 1.2: it has no "
            f"class {missing[0]!r} ({len(missing)} of {len(class_ids)} are "
            "missing). Unpack version 1.2"
        )
    return DatasetSpec(
        cityscapes.class_names,
        cityscapes.palette,
        label_map=tuple(
            (place, class_ids.get(name, IGNORE_LABEL))
            for place, name in enumerate(stored)
        ),
    )
