"""Score of an experiment: its protocol on what its training ended with."""

import dataclasses
import json
from pathlib import Path

from deeplab_family.cli.experiment_detector import score_of_objects
from deeplab_family.cli.experiments import tree_of
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.detection.detection_protocol import DetectionProtocol
from deeplab_family.evaluation import Protocol, Scores
from deeplab_family.inference.windows import Windows
from deeplab_family.papers import Experiment
from deeplab_family.recipes import Recipe, stages_of
from deeplab_family.recipes.recipe_tree import read_recipe
from deeplab_family.run_folder import LAST, RECIPE
from input_pipeline.atomic_files import write_atomic
from input_pipeline.errors import DataError

RESULT = "experiment.json"


def score_experiment(
    experiment: Experiment, training: Path, folder: Path, tiny: bool = False
) -> str:
    """Scores the last network of a training, as the paper's row is scored.

    Not the best one: the paper's numbers are those of the last step, and the
    best one is chosen by the split that is scored.

    Args:
        experiment: the row.
        training: folder of its training.
        folder: gets `experiment.json`.
        tiny: it was a rehearsal; crops and padding become small, too.

    Returns:
        The line that says both numbers, and where they are kept.
    """
    run = training / experiment.stages[-1] if experiment.stages else training
    if isinstance(experiment.row.protocol, DetectionProtocol):
        ours = score_of_objects(experiment.row, run, tiny)
    else:
        ours = _score_of_pixels(experiment, run, tiny)
    result = {**tree_of(experiment), "rehearsal": tiny, "ours": ours}
    folder.mkdir(parents=True, exist_ok=True)
    write_atomic(folder / RESULT, json.dumps(result, indent=2) + "\n")
    return _line(experiment, result, folder / RESULT)


def _score_of_pixels(experiment: Experiment, run: Path, tiny: bool) -> dict:
    recipe = read_recipe(run / RECIPE)
    protocol = _protocol_on(experiment, recipe, tiny)
    start_tensorflow()
    scores = _scores(run / LAST, recipe, protocol)
    name, value = headline(scores, protocol)
    return {
        "metric": f"{name}, {recipe.data.dataset} {protocol.split}",
        "value": 100 * value,
        "images": scores.images,
        "classes": {
            name: None if iou != iou else 100 * float(iou)
            for name, iou in zip(
                scores.class_names, scores.class_iou, strict=True
            )
        },
        **{each.name: each.facts() for each in scores.measures},
        "network": str(run / LAST),
        "protocol": dataclasses.asdict(protocol),
    }


def headline(scores: Scores, protocol: Protocol) -> tuple[str, float]:
    """Name and value, 0..1, of the score that the row measures.

    Raises:
        DataError: the protocol scores a kind of road that no image shows.
    """
    if not protocol.roads:
        return "mIoU", scores.mean_iou
    (measure,) = (each for each in scores.measures if each.name == "kitti")
    view, by_kind = measure.ranked()
    if protocol.roads not in by_kind:
        raise DataError(
            f"no image of the split {protocol.split} shows a road of the kind "
            f"{protocol.roads!r}: none is called {protocol.roads}_*. There "
            f"are: {', '.join(sorted(by_kind))}"
        )
    name = f"MaxF of {protocol.roads} in the {view} view"
    return name, by_kind[protocol.roads].max_f


def _line(experiment: Experiment, result: dict, path: Path) -> str:
    row, ours = experiment.row, result["ours"]
    lines = [f"{experiment.address}: {ours['value']:.2f} {ours['metric']}"]
    if row.paper_value is not None:
        lines[0] += f"; the paper: {row.paper_value:g} {row.metric}"
    for name in row.protocol.measures:
        shares = _shares(ours.get(name, {}))
        lines += [f"{name}: {shares}"] if shares else []
    if result["rehearsal"]:
        lines.append("A rehearsal: the number means nothing.")
    elif row.instead:
        lines.append(row.instead)
    return "\n".join([*lines, f"Kept in {path}"])


def _shares(facts: dict) -> str:
    """The plain numbers of a measure, in one line."""
    return ", ".join(
        f"{name.replace('_', ' ')} {value:g}"
        for name, value in facts.items()
        if isinstance(value, int | float)
    )


def _protocol_on(experiment: Experiment, run: Recipe, tiny: bool) -> Protocol:
    """The row's protocol; on other data than the row's, without its sizes."""
    row = experiment.row
    own = stages_of("only", row.recipe)[-1].recipe.data.dataset
    if not tiny and run.data.dataset == own:
        return row.protocol
    protocol = dataclasses.replace(
        row.protocol,
        split=run.data.eval_split,
        eval_size=None,
        measures=tuple(set(row.protocol.measures) - {"kitti"}),
        roads="",
    )
    if not tiny or protocol.inference.windows is None:
        return protocol
    return protocol.asking(windows=Windows(tile=max(run.data.crop_size)))


def _scores(path: Path, recipe: Recipe, protocol: Protocol):
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.evaluation import evaluate
    from deeplab_family.evaluation.measures import make_measures
    from deeplab_family.inference import with_inference
    from input_pipeline import open_data
    from input_pipeline.check.check_progress import watched

    config = dataclasses.replace(
        recipe.data,
        eval_split=protocol.split,
        eval_size=protocol.eval_size,
        padding=protocol.padding,
        eval_batch_size=1,
    )
    data = open_data(config)
    predictor = with_inference(_served(path), protocol.inference)
    names = data.split(config.eval_split).names()
    with ProgressLines() as show, watched(show):
        return evaluate(
            predictor,
            data.eval_batches(),
            data.spec,
            progress=lambda done: show("evaluating", done, len(names)),
            image_names=names,
            measures=make_measures(protocol.measures, data.spec, config.root),
        )


def _served(path: Path):
    """What serves of the network that trained, on all devices."""
    from deeplab_family.inference import load_keras_model, replicated_predictor
    from deeplab_family.training import choose_strategy
    from deeplab_family.training.inference_model import InferenceModel

    strategy = choose_strategy()
    with strategy.scope():
        network = InferenceModel(load_keras_model(path)).network
    return replicated_predictor(network, strategy)
