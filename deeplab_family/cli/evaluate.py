"""`deeplab evaluate MODEL`: mean IoU and the IoU of each class."""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.options import parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.quiet import start_tensorflow


@dataclasses.dataclass(frozen=True)
class Options:
    """Scores a model on a labeled data set.

    Attributes:
        model: a .keras, .tflite or .onnx file, or a SavedModel folder.
        root: folder of the data set.
        dataset: "folder", "records", "voc", "cityscapes" ...; docs/datasets.md
            names all.
        split: which part of it.
        batch_size: images at a time; several need one size, or padding.
        pad_to: height and width that images are padded to; 0 0 for none.
        json: file that gets the scores, besides the table printed.
        overwrite: replace that file if it is there already.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program (docs/serving.md).
    """

    model: Annotated[Path, tyro.conf.Positional]
    root: str
    dataset: str = "folder"
    split: str = "val"
    batch_size: int = 1
    pad_to: tuple[int, int] = (0, 0)
    json: Path | None = None
    overwrite: bool = False
    trust: bool = False


def main(words: list[str]) -> int:
    """Runs the verb; see `Options`."""
    options = parse(Options, "evaluate", words)
    inputs = (options.model, Path(options.root))
    check_outputs([options.json], inputs, overwrite=options.overwrite)
    start_tensorflow()
    from deeplab_family.cli.models import load_predictor
    from deeplab_family.evaluation import evaluate, write_scores
    from deeplab_family.terminal import Console
    from input_pipeline import DataConfig, eval_batches, open_dataset

    data = DataConfig(
        dataset=options.dataset,
        root=options.root,
        eval_split=options.split,
        eval_batch_size=options.batch_size,
        eval_size=options.pad_to if any(options.pad_to) else None,
    )
    spec = open_dataset(data.dataset, data.root).spec
    predictor = load_predictor(options.model, trust=options.trust)

    def batches():  # reads and checks all files, after the classes
        yield from eval_batches(data)

    scores = evaluate(predictor, batches(), spec)
    Console().print(scores.table())
    if options.json is not None:
        write_scores(options.json, scores)
    return 0
