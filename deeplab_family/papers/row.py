"""Row of a paper's table: the network it scores, and its score."""

import dataclasses
import re

from deeplab_family.detection.detection_protocol import DetectionProtocol
from deeplab_family.detection.detector_recipe import DetectorRecipe
from deeplab_family.detection.faster_rcnn import FasterRCNNConfig
from deeplab_family.evaluation.protocol import Protocol
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.recipes import Recipe, StagedRecipe


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """Row of a paper's table, or one cell of a row.

    Attributes:
        table: where it stands in the paper, like "table 3".
        name: what tells it from the other rows.
        config: the network, ready to build. Where training and inference use
            different output strides, it is the network of inference.
        paper_value: the paper's score in percent, None if there is none.
        metric: what the score measures, and on which data.
        crop_size: int > 0, side of the images in pixels: of the training
            crops, or of the padded images of inference.
        note: what the network alone does not say. Rows that share a config
            differ in "training only" or "inference only".
        recipe: the training, all stages up to the one that is scored; None
            for networks that are in no table.
        protocol: how the trained network is scored.
        instead: what cannot be done as in the paper, why, and what stands in
            its place; "" where all of it can.
    """

    table: str
    name: str
    config: ModelConfig | FasterRCNNConfig
    paper_value: float | None
    metric: str
    crop_size: int
    note: str = ""
    recipe: Recipe | StagedRecipe | DetectorRecipe | None = None
    protocol: Protocol | DetectionProtocol | None = None
    instead: str = ""

    def __post_init__(self):
        if self.config.num_classes is None:
            raise ValueError(
                f"`config.num_classes` of row {self.name!r} must be an int, "
                "or it cannot build. Received: None"
            )

    @property
    def place(self) -> str:
        """Address: table and name, as in "table-5/image-pooling"."""
        return f"{_slug(self.table)}/{_slug(self.name)}"


def _slug(words: str) -> str:
    words = re.sub(r"(?<=\w)\+", " plus", words.lower())  # "ASPP+"
    return re.sub("[^a-z0-9]+", "-", words).strip("-")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Paper:
    """The rows of one paper.

    Attributes:
        title: of the paper.
        arxiv: its number there, like "1706.05587".
        rows: in the order of its tables.
        remarks: figures, sources of numbers, and what has no row, with the
            reason.
    """

    title: str
    arxiv: str
    rows: tuple[Row, ...]
    remarks: str

    @property
    def url(self) -> str:
        """Address of the abstract."""
        return f"https://arxiv.org/abs/{self.arxiv}"

    @property
    def tables(self) -> dict[str, tuple[Row, ...]]:
        """The rows by table, in order."""
        names = dict.fromkeys(row.table for row in self.rows)
        return {
            name: tuple(row for row in self.rows if row.table == name)
            for name in names
        }
