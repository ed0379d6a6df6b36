"""TensorFlow Datasets, as prepared on disk: records of pictures and masks.

<name>/[<config>/]<version>/dataset_info.json
<name>/[<config>/]<version>/features.json
<name>/[<config>/]<version>/<name>-<split>.tfrecord-00000-of-00001
<name>/[<config>/]<version>/<feature>.labels.txt    (if the masks have names)

TensorFlow reads the records; `tensorflow-datasets` need not be installed.

Source: tensorflow/datasets, `tensorflow_datasets/core/features/
{image_feature,labeled_image}.py` and `core/dataset_info.py`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.label_map_file import read_class_names
from input_pipeline.datasets.packed_pictures import PackedDataset
from input_pipeline.errors import DataError
from input_pipeline.json_file import read_json

FEATURES = "features.json"
INFO = "dataset_info.json"
MASKS = (
    *("segmentation_mask", "segmentation_label", "annotation", "mask"),
    *("label_image", "label", "segmentation"),
)
_PICTURES = ("image_feature.Image", "labeled_image.LabeledImage")
_SHARD = re.compile(r".+-(.+)\.tfrecord-\d+-of-\d+")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


class TFDSDataset(PackedDataset):
    """A data set that `tensorflow_datasets` prepared, by its folder.

    Nothing says which id is ignored: the Oxford pets, for one, count 1 pet,
    2 background, 3 border. A `label_map.json` beside the records says it.

    Args:
        root: folder of the version, or one above.
        val_share: see `PackedDataset`.
        rules: likewise.

    Raises:
        DataError: if it holds no such records.
    """

    marks = (FEATURES, f"*/{FEATURES}", f"*/*/{FEATURES}")

    def __init__(
        self,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ):
        super().__init__(_version(Path(root)), val_share, rules)

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether a folder holds `features.json` and `dataset_info.json`."""
        folder = _version(root)
        return (folder / FEATURES).is_file() and (folder / INFO).is_file()

    def find_shards(self) -> Mapping[str, Sequence[Path]]:
        """The records of each split."""
        found: dict[str, list[Path]] = {}
        for path in sorted(self.root.glob("*.tfrecord-*-of-*")):
            match = _SHARD.fullmatch(path.name)
            if match:
                found.setdefault(match[1], []).append(path)
        if not found:
            raise DataError(
                f"{self.root} holds no records (<name>-<split>.tfrecord-00000-"
                "of-00001). Prepare it with tfds.load(..., "
                'builder_kwargs={"file_format": "tfrecord"})'
            )
        return found

    def read_pairs(self, path: Path) -> Iterator[tuple]:
        """The encoded picture and mask of each record."""
        image, mask = self._columns
        try:
            for record in tf.data.TFRecordDataset(str(path)):
                example = tf.train.Example.FromString(record.numpy())
                yield tuple(_content(example, key) for key in (image, mask))
        except (tf.errors.OpError, _decode_error()) as error:
            text = " ".join(str(error).split())[:200]
            raise DataError(f"{path} is no readable record: {text}") from error

    def stated_names(self) -> Mapping[int, str]:
        """The names of the masks' ids, if the data set has them."""
        path = self.root / f"{self._columns[1]}.labels.txt"
        return dict(enumerate(read_class_names(path))) if path.is_file() else {}

    @cached_property
    def _columns(self) -> tuple[str, str]:
        return read_columns(self.root / FEATURES)


def read_columns(path: Path) -> tuple[str, str]:
    """The names of the features of pictures and of masks.

    Args:
        path: of `features.json`.

    Raises:
        DataError: if it is damaged, or has no such features.
    """
    try:
        content = read_json(path)
        features = content["featuresDict"]["features"]
        kinds = {key: one["pythonClassName"] for key, one in features.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{path} is no {FEATURES} of TensorFlow Datasets: {error!r:.100}"
        ) from error
    there = [
        key
        for key, kind in kinds.items()
        if isinstance(kind, str) and kind.endswith(_PICTURES)
    ]
    labeled = [key for key in there if kinds[key].endswith(_PICTURES[1])]
    masks = [*labeled, *(key for key in MASKS if key in there)]
    images = [key for key in there if key not in masks]
    images.sort(key=lambda key: key != "image")
    if not masks or not images:
        raise DataError(
            f"{path} needs a picture and a mask ({', '.join(MASKS)}). Pictures "
            f"found: {', '.join(there) or 'none'}"
        )
    return images[0], masks[0]


def _content(example, key: str) -> bytes | None:
    if key not in example.features.feature:
        return None
    values = example.features.feature[key].bytes_list.value
    return values[0] if values else None


def _decode_error() -> type[Exception]:
    from google.protobuf.message import DecodeError

    return DecodeError


def _version(root: Path) -> Path:
    """The folder of the newest version; else the folder itself."""
    found = [
        path.parent
        for mark in TFDSDataset.marks
        for path in root.glob(mark)
        if path.parent == root or _VERSION.fullmatch(path.parent.name)
    ]
    return max(found, key=_newest) if found else root


def _newest(folder: Path) -> tuple[int, ...]:
    match = _VERSION.fullmatch(folder.name)
    return tuple(map(int, folder.name.split("."))) if match else (0,)
