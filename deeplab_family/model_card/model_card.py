"""Model card: the facts of a trained network, apart from their rendering."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

SEGMENTATION = "image-segmentation"
CLASSIFICATION = "image-classification"
DETECTION = "object-detection"
SUMMARIES = {
    SEGMENTATION: "Semantic segmentation of photographs into {}",
    CLASSIFICATION: "Classification of photographs into {}",
    DETECTION: "Detection of objects of {} in photographs",
}
"""Tasks, as the Hugging Face hub calls them, in words with their classes."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """Score of a network on one split.

    Args:
        name: in words, "mean IoU".
        value: None where nothing could be judged.
        interval: its 95 % confidence interval, low and high; None if unknown.
        metric: word of the Hugging Face hub for it; "" without one.
    """

    name: str
    value: float | None
    interval: tuple[float, float] | None = None
    metric: str = ""


@dataclass(frozen=True, kw_only=True)
class StartingWeights:
    """Weights that a training started from.

    Args:
        source: in words, with file and hash; "" for fresh weights.
        licence: SPDX name; "" if unknown.
    """

    source: str = ""
    licence: str = ""

    @property
    def licence_words(self) -> str:
        """The licence, or whom to ask for it."""
        if not self.source:
            return "none: the training started from random numbers"
        return self.licence or "unknown: ask the source"


@dataclass(frozen=True, kw_only=True)
class ClassScores:
    """Scores class by class.

    Args:
        columns: headings beside that of the names.
        rows: cells of each class, in the order of the ids.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """Exported file, as it was compared with the model.

    Args:
        path: within the export; that of a folder ends with "/".
        sha256: of a single file; "" of a folder.
        facts: what was measured, in words.
    """

    path: str
    sha256: str = ""
    facts: str = ""


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """Facts of a model card.

    Args:
        name: of the run or of the model.
        task: one of `SUMMARIES`.
        network: name of the network, such as "deeplabv3plus"; "" if unknown.
        backbone: name of its backbone; "" if unknown.
        classes: names, in the order of the ids; empty if unknown.
        dataset: name of the data's folder, and `layout`, theirs.
        layout: see `dataset`.
        splits: name and number of images of each split.
        recipe: heads and words of how it was trained.
        recipe_file: that holds all of it; "" if there is none.
        weights: what the training started from; None if unknown.
        eval_split: that the scores are of.
        judged_on: name and layout of the data that the scores are of; empty
            for those of the training.
        scores: of the whole split.
        class_scores: of its classes.
        judged_images: number of images behind the scores.
        limits: sentences on sizes and kinds of pictures.
        files: of an export.
        model_file: name of the network's file; "" before there is one.
        sha256: of that file.
        versions: of the packages that made it.
        commands: to repeat it, or to use it.
    """

    name: str
    task: str = SEGMENTATION
    network: str = ""
    backbone: str = ""
    classes: tuple[str, ...] = ()
    dataset: str = ""
    layout: str = ""
    splits: tuple[tuple[str, int], ...] = ()
    recipe: tuple[tuple[str, str], ...] = ()
    recipe_file: str = ""
    weights: StartingWeights | None = None
    eval_split: str = ""
    judged_on: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()
    class_scores: ClassScores = ClassScores()
    judged_images: int = 0
    limits: tuple[str, ...] = ()
    files: tuple[ExportedFile, ...] = ()
    model_file: str = ""
    sha256: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[str, ...] = ()

    @property
    def licence(self) -> str:
        """Word of the hub for the licence of the starting weights."""
        known = self.weights.licence if self.weights else ""
        return known.lower() or "unknown"

    @property
    def metrics(self) -> tuple[str, ...]:
        """The hub's words for the scores that have one and a value."""
        found = (score.metric for score in self.judged if score.metric)
        return tuple(dict.fromkeys(found))

    @property
    def judged(self) -> tuple[Score, ...]:
        """The scores that have a value."""
        return tuple(s for s in self.scores if s.value is not None)

    @property
    def judged_data(self) -> tuple[str, str]:
        """Name and layout of the data that the scores are of."""
        name, layout = self.judged_on or (self.dataset, self.layout)
        return name or "unnamed", layout or "unknown"

    @property
    def tags(self) -> tuple[str, ...]:
        """Words to be found by on the hub."""
        words = ("deeplab-family", self.task, self.network, self.backbone)
        return tuple(word for word in words if word)

    def without_scores(self) -> Self:
        """This card for another state of the weights."""
        return replace(
            self,
            scores=(),
            class_scores=ClassScores(),
            judged_images=0,
            judged_on=(),
            eval_split="",
        )
