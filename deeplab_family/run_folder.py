"""Run folder: stands for its best network and for its data.

The folder of a run in stages stands for the newest stage that has a best
network.
"""

import json
import logging
from dataclasses import dataclass
from pathlib import Path

from deeplab_family.console.suggestions import near_path
from deeplab_family.inference.model_files import refuse_no_model
from deeplab_family.inference.prediction import ALLOWED, ModelFileError

RECIPE, BEST, LAST = "recipe.json", "best.keras", "last.keras"
EXPORT = "export_report.json"
PHOTOGRAPHS = (".jpg", ".jpeg", ".png")

logger = logging.getLogger("deeplab_family")


@dataclass(frozen=True, kw_only=True)
class DataChoice:
    """Labeled data by their names, as `open_dataset` takes them.

    Attributes:
        root: folder of the data set.
        dataset: a key of `DATASETS`, or "auto".
        train_split: name of the split to train on.
        eval_split: name of the split to judge by.
        val_share: share of a folder without "val" that is "val".
        overlap: see `input_pipeline.DataConfig`.
        unlabeled: likewise.
    """

    root: str
    dataset: str = "auto"
    train_split: str = "train"
    eval_split: str = "val"
    val_share: float | None = None
    overlap: str = "auto"
    unlabeled: str = "auto"


@dataclass(frozen=True)
class RunFolder:
    """Run folder that `deeplab train` left.

    Attributes:
        path: the folder, which holds `recipe.json`.
    """

    path: Path

    @property
    def model(self) -> Path:
        """`best.keras`.

        Raises:
            ValueError: if nothing was evaluated yet; names the file to take.
        """
        best = self.path / BEST
        if best.is_file():
            return best
        last = self.path / LAST
        instead = (
            f"Its newest checkpoint is {last}: name that file"
            if last.is_file()
            else "Nor is there a checkpoint"
        )
        raise ValueError(
            f"{self.path} has no {BEST}: the run was not evaluated yet. "
            f"{instead}, or train on"
        )

    @property
    def data(self) -> DataChoice:
        """The data that the run was trained on.

        Raises:
            ValueError: if the recipe does not say it, or they are elsewhere.
        """
        path = self.path / RECIPE
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            data = content["recipe"]["data"]
            names = DataChoice.__dataclass_fields__.keys() & data.keys()
            choice = DataChoice(**{name: data[name] for name in names})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
            raise ValueError(
                f"{path} does not say which data the run was trained on "
                f"({e!r}). Name the folder of the data set, DATA"
            ) from e
        if not Path(choice.root).is_dir():
            raise ValueError(
                f"the data of {self.path} are not at {choice.root}. Name "
                "their folder, DATA, or call from the folder in which the run "
                "was started"
            )
        return choice


def find_run(path: str | Path) -> RunFolder | None:
    """The run whose folder this is; None for everything else.

    Of a run in stages it is the newest stage with a best network, or the one
    that runs where none has.
    """
    path = Path(path)
    if not (path / RECIPE).is_file():
        return None
    begun = [s for s in stages_in(path) if (s / RECIPE).is_file()]
    judged = [s for s in begun if (s / BEST).is_file()]
    return RunFolder([path, *begun, *judged][-1])


def stages_in(path: str | Path) -> tuple[Path, ...]:
    """Folders of the stages of a run, in order; empty for a run of one.

    A stage that has not begun has no folder yet.
    """
    path = Path(path)
    try:
        content = json.loads((path / RECIPE).read_text(encoding="utf-8"))
        stages = content["recipe"]["stages"]
        return tuple(path / stage["name"] for stage in stages)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def model_file(path: str | Path, is_checked: bool = True) -> Path:
    """The file, or SavedModel folder, that is meant where a MODEL is wanted.

    Args:
        path: a model; the folder of a run, for its `best.keras`; or the
            folder of an export with one model in it.
        is_checked: refuse what is no model file; False leaves that to whoever
            knows other names.

    Returns:
        A path to load.

    Raises:
        ValueError: if there is no such path, it is no model, a run has no
            `best.keras`, an export several models, or the path is a
            photograph.
    """
    path = Path(path)
    if path.suffix.lower() in PHOTOGRAPHS and path.is_file():
        raise ValueError(
            f"{path} is a picture, not a model. MODEL comes first: a .keras, "
            ".tflite or .onnx file, a SavedModel, or the folder of a run"
        )
    if is_checked and not path.exists():
        raise ModelFileError(
            f"{path}: no such model, and no such run{near_path(path)}. "
            f"Expected {ALLOWED}, or the folder of a run"
        )
    run = find_run(path)
    if run is not None:
        _tell_stage(path, run)
        return run.model
    if (path / EXPORT).is_file():
        return _only_model(path)
    runs = [child.parent for child in sorted(path.glob(f"*/{RECIPE}"))]
    if len(runs) == 1:
        raise ValueError(f"{path} is no run, but {runs[0]} is: name that")
    if is_checked:
        _refuse_data(path)
        refuse_no_model(path)
    return path


def _refuse_data(path: Path) -> None:
    if (path / "images").is_dir():
        raise ModelFileError(
            f"{path} looks like a data set. MODEL comes first: {ALLOWED}, or "
            "the folder of a run"
        )


def _tell_stage(path: Path, run: RunFolder) -> None:
    """Says which stage is taken where it is not the last one."""
    stages = stages_in(path)
    if run.path in stages[:-1]:
        logger.warning(
            "%s: stage %s is the newest that has a best network (stages: %s).",
            path,
            run.path.name,
            ", ".join(stage.name for stage in stages),
        )


def _only_model(export: Path) -> Path:
    models = [
        child
        for child in sorted(export.iterdir())
        if child.suffix in (".tflite", ".onnx")
        or (child.is_dir() and any(child.rglob("saved_model.pb")))
    ]
    if len(models) == 1:
        return models[0]
    names = ", ".join(str(model) for model in models) or "none"
    raise ValueError(
        f"{export} is an export with {len(models)} models. Name one: {names}"
    )
