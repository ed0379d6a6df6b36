"""Mapillary Vistas, versions 1.2 and 2.0, in the folders they come in.

config.json and <part>/{images,labels}                    (1.2 alone)
config_v1.2.json and <part>/{images,v1.2/labels}          (both together)
config_v2.0.json and <part>/{images,v2.0/labels}

Parts: training, validation. Labels are paletted PNGs whose indices are the
places of the classes in the config. Source: Neuhold et al., "The Mapillary
Vistas Dataset for Semantic Understanding of Street Scenes", ICCV 2017.
"""

from functools import cached_property
from pathlib import Path

from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.mapillary_config import read_mapillary_config
from input_pipeline.datasets.pairing import pair_files
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.datasets.split_names import refuse_unknown_split
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

SPLITS = {"train": "training", "val": "validation"}
_NO_TEST_LABELS = "The labels of the test split are not published"


class MapillaryDataset(FileDataset):
    """Streets of the world with the classes of version 1.2.

    Classes that the benchmark does not evaluate are ignored.

    Args:
        root: the folder that holds the config and `training`.

    Raises:
        DataError: if these are not there.
    """

    marks = ("config.json", "config_v1.2.json")
    version = "v1.2"

    def __init__(self, root: str | Path):
        self.root = Path(root)
        own = self.root / f"config_{self.version}.json"
        self._labels = f"{self.version}/labels"
        self.config = own
        old = self.root / "config.json"
        if self.version == "v1.2" and old.is_file() and not own.is_file():
            self.config, self._labels = old, "labels"
        if not self.config.is_file() or not self.splits:
            raise DataError(
                f"{self.root} is not Mapillary Vistas {self.version}: it must "
                f"hold {self.config.name}, training/images/<name>.jpg and "
                f"training/{self._labels}/<name>.png"
            )

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits whose labels are there."""
        return tuple(
            split
            for split, part in SPLITS.items()
            if (self.root / part / self._labels).is_dir()
        )

    @cached_property
    def spec(self) -> DatasetSpec:
        """Classes and colors of the config."""
        return read_mapillary_config(self.config)

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Raises:
            DataError: if the split is not there, or an image or a label lacks
                its partner.
        """
        hint = _NO_TEST_LABELS if split in ("test", "testing") else ""
        refuse_unknown_split(split, self.splits, self.root, hint)
        part = self.root / SPLITS[split]
        return pair_files(part / "images", part / self._labels)


class MapillaryV2Dataset(MapillaryDataset):
    """Streets of the world with the finer classes of version 2.0."""

    marks = ("config_v2.0.json",)
    version = "v2.0"
