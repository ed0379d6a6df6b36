"""`deeplab evaluate --report DIR`: its pages, and the words that name models.

One model has `evaluation.html`, two have `comparison.html`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deeplab_family.class_names import require_same_names
from deeplab_family.run_folder import find_run
from input_pipeline.atomic_files import write_atomic

if TYPE_CHECKING:
    from deeplab_family.evaluation import PairedDifference

EVALUATION, COMPARISON = "evaluation.html", "comparison.html"
OF_ONE_MODEL = {"json": "--json", "per_image": "--per-image"}


def second_model(options) -> tuple[Path | None, str]:
    """The other model to compare with, if one is named, and the word DATA.

    The words behind MODEL are `[MODEL] [DATA]`: two are a model and data; one
    is data, but for a model's file and, with `--report`, a run.

    Args:
        options: of the command.

    Raises:
        ValueError: if a model is named without `--report`, or with an option
            that is of one model.
    """
    word, data = options.data, options.more
    if not data:
        if not word or not _is_model(Path(word), options.report):
            return None, word
    if options.report is None:
        raise ValueError(
            f"{word} stands where DATA does, and looks like a second model. "
            "Two models are compared on a page: add --report FOLDER"
        )
    for name, flag in OF_ONE_MODEL.items():
        if getattr(options, name) is not None:
            raise ValueError(
                f"{flag} is of one model. Evaluate each alone for it, or "
                "leave it out"
            )
    return Path(word), data


def _is_model(path: Path, report: Path | None) -> bool:
    if path.suffix in (".keras", ".tflite", ".onnx"):
        return path.is_file()
    if report is None or not path.is_dir():
        return False
    return find_run(path) is not None or (path / "saved_model.pb").is_file()


def page_of(report: Path | None, second: Path | None) -> Path | None:
    """The file that is written; None without `--report`."""
    if report is None:
        return None
    return report / (EVALUATION if second is None else COMPARISON)


def measures_of_page(predictor) -> list[str]:
    """Names of what a page shows beside the scores, if the model can."""
    has_probabilities = predictor.num_classes is not None
    return ["size", *["calibration"] * has_probabilities]


def require_classes(spec, files: Sequence[Path], predictors) -> None:
    """Refuses a model of other classes before the first is asked.

    Args:
        spec: of the data.
        files: of the models.
        predictors: of the models.

    Raises:
        ClassNamesError: names the file, and the first class that differs.
    """
    for file, predictor in zip(files, predictors, strict=True):
        if predictor.class_names is not None:
            require_same_names(
                predictor.class_names, spec.class_names, us=str(file)
            )


def write_evaluation(page: Path, spec, facts, score, model):
    """Scores a model, and writes its page.

    Args:
        page: the file to write.
        spec: what the labels mean.
        facts: see `page_facts`.
        score: takes a predictor, measures and, where there are two models,
            what to call it; returns `Scores`.
        model: its name, as it was typed, and its predictor.

    Returns:
        The scores.
    """
    from deeplab_family.evaluation_report import ExampleImages, evaluation_html

    name, predictor = model
    examples = ExampleImages(spec)
    scores = score(predictor, [examples])
    _write(page, evaluation_html(name, facts, scores, spec, examples))
    return scores


def write_comparison(page: Path, spec, facts, score, models) -> None:
    """Scores two models, one after the other, and writes their page.

    Args:
        page, spec, facts, score: as above.
        models: name and predictor of each.
    """
    from deeplab_family.evaluation import paired_difference
    from deeplab_family.evaluation_report import (
        ClassMaps,
        ComparedModel,
        Disagreements,
        comparison_html,
    )

    maps = ClassMaps()
    disagreements = Disagreements(spec, maps)
    first, second = (
        ComparedModel(name, score(predictor, [measure], f"{letter}, {name}"))
        for letter, (name, predictor), measure in zip(
            "AB", models, (maps, disagreements), strict=True
        )
    )
    difference = paired_difference(second.scores.rows, first.scores.rows)
    print(difference_text(difference))
    html = comparison_html(
        first, second, facts, spec, difference, disagreements
    )
    _write(page, html)


def difference_text(difference: "PairedDifference") -> str:
    """The paired difference in one line, in points (hundredths)."""
    low, high = difference.interval.tolist()
    return (
        f"B minus A: {100 * difference.mean_iou:+.2f} points of mean IoU, 95 % "
        f"[{100 * low:+.2f}, {100 * high:+.2f}], p {difference.p_value:.3f}; "
        f"B is better in {difference.better} of the images, worse in "
        f"{difference.worse}"
    )


def _write(page: Path, html: str) -> None:
    write_atomic(page, html)
    print(f"Page: {page}")


def page_facts(
    data, inference, models: Sequence[Path]
) -> list[tuple[str, str]]:
    """Names and words: what was evaluated, on what, and how.

    Args:
        data: what was opened.
        inference: how each image was asked.
        models: the files.
    """
    from deeplab_family import __version__

    config = data.config
    facts = [
        ("model" if len(models) == 1 else f"model {letter}", str(path))
        for letter, path in zip("AB", models, strict=False)
    ]
    facts += [
        ("data", str(config.root)),
        ("split", config.eval_split),
        ("each image", inference.text),
    ]
    if config.eval_size:
        height, width = config.eval_size
        facts.append(("padded to", f"{height} x {width}"))
    return [*facts, ("written by", f"deeplab-family {__version__}")]
