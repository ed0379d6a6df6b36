"""What a run gets wrong: a sheet of pictures and two tables.

python -m benchmarks.errors RUN SHEET.png

The pictures hold no photograph, but the classes and where labels differ.
"""

from pathlib import Path

import numpy as np
import tyro

from deeplab_family import load
from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.evaluation import evaluate
from deeplab_family.evaluation.scores import Scores
from deeplab_family.run_folder import find_run
from deeplab_family.segmenter import Segmenter
from deeplab_family.visualization.coloring import colorize
from deeplab_family.visualization.image_files import write_image
from deeplab_family.visualization.overlays import legend_of
from deeplab_family.visualization.sheets import contact_sheet, stack_down
from input_pipeline import DataConfig, open_data

WRONG, NOT_JUDGED = (200, 0, 0), (255, 255, 255)
FADED = 0.25


def main(
    run: tyro.conf.Positional[Path],
    sheet: tyro.conf.Positional[Path],
    pictures: int = 10,
    worst: int = 5,
) -> None:
    """Judges the best network of a run on its own evaluation split.

    Args:
        run: folder of the run.
        sheet: the PNG file to write: predictions, and what is wrong in them.
        pictures: number of images on the sheet, evenly spaced in file order.
        worst: number of classes in the table of confusions.
    """
    segmenter = load(run)
    data = open_data(DataConfig(**vars(find_run(run).data)))
    scores = evaluate(segmenter.predictor, data.eval_batches(), data.spec)
    print(scores.table().markdown())
    print(confusions(scores, worst).markdown())
    chosen = np.linspace(0, scores.images - 1, pictures).round().tolist()
    batches = enumerate(data.eval_batches().as_numpy_iterator())
    rows = [
        pair(segmenter, *batch) for index, batch in batches if index in chosen
    ]
    ids = np.arange(len(segmenter.class_names), dtype=np.uint8)
    body = contact_sheet([part for row in rows for part in row], columns=4)
    legend = legend_of(
        ids, segmenter.palette, segmenter.class_names, rows[0][0].shape[:2]
    )
    write_image(sheet, stack_down([body, legend]))


def confusions(scores: Scores, worst: int) -> Table:
    """Where the pixels of the worst classes go, and where false ones are from.

    Args:
        scores: of an evaluation.
        worst: number of classes, lowest IoU first.
    """
    counts = scores.confusion[:-2, :-1]
    order = np.argsort(scores.class_iou)[:worst]
    rows = []
    for index in order:
        found, claimed = counts[index], counts[:, index]
        rows.append(
            (
                scores.class_names[index],
                f"{scores.class_iou[index]:.3f}",
                f"{found[index] / max(1, found.sum()):.0%}",
                _three(found, index, scores.class_names),
                f"{found[index] / max(1, claimed.sum()):.0%}",
                _three(claimed, index, scores.class_names),
            )
        )
    return Table(
        columns=words("class")
        + numbers("IoU", "recall")
        + words("its pixels are called")
        + numbers("precision")
        + words("its false pixels are"),
        rows=tuple(rows),
    )


def pair(segmenter: Segmenter, images, labels) -> tuple:
    """The prediction for one image in colors, and its wrong pixels in red."""
    class_map = segmenter.predictor(images).class_map[0]
    colors = colorize(class_map, segmenter.palette)
    faded = (FADED * colors + (1 - FADED) * 255).astype(np.uint8)
    faded[class_map != labels[0]] = WRONG
    faded[labels[0] == 255] = NOT_JUDGED
    return colors, faded


def _three(counts, index: int, names) -> str:
    """The three largest shares of other classes."""
    total = max(1, counts.sum())
    others = [i for i in np.argsort(-counts) if i != index][:3]
    return ", ".join(f"{names[i]} {counts[i] / total:.0%}" for i in others)


if __name__ == "__main__":
    tyro.cli(main)
