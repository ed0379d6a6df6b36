"""The charts of a run, from the columns of its table."""

from collections.abc import Mapping, Sequence

from deeplab_family.pages.line_chart import Chart, Series

RATE, SPEED = "learning_rate", "images_per_second"
NAMES = {
    "val_mean_iou": "mean IoU",
    "val_pixel_accuracy": "pixel accuracy",
    "weight_decay": "weight decay",
    "val_box_ap": "AP box",
    "val_box_ap50": "AP50 box",
    "val_mask_ap": "AP mask",
    "val_voc07_map": "mAP VOC07",
    "val_voc_map": "mAP VOC",
}
PROPOSALS = "rpn_"
"""Begin of the losses of a detector's first stage."""

LINES = 4

Points = Sequence[tuple[float, float]]


def run_charts(columns: Mapping[str, Points]) -> tuple[Chart, ...]:
    """Loss, scores, learning rate and speed over the steps.

    Of a detector the losses of its two stages are two charts.

    Args:
        columns: `(step, value)` of each evaluation, by the name of the column
            in `history.csv`.
    """
    scores = [name for name in columns if name.startswith("val_")]
    losses = [n for n in columns if n not in (*scores, RATE, SPEED)]
    first_stage = [n for n in losses if n.startswith(PROPOSALS)]
    groups = {
        "Loss": [n for n in losses if n not in first_stage],
        "Scores on the images to judge by": scores,
        "Learning rate": [RATE],
        "Images a second": [SPEED],
    }
    if first_stage:
        groups["Loss of the region proposals"] = first_stage
    return tuple(
        Chart(
            title,
            tuple(_line(name, columns.get(name, ())) for name in names[:LINES]),
        )
        for title, names in groups.items()
    )


def title_of(column: str) -> str:
    """A column of `history.csv` in words."""
    return NAMES.get(column, column.replace("_", " "))


def _line(name: str, points: Points) -> Series:
    line = Series(title_of(name), tuple(points))
    if name != "val_mean_iou" or not line.finite:
        return line
    step, best = max(line.finite, key=lambda point: point[1])
    return Series(f"{line.name} (best {best:.4f}, step {step:,})", line.points)
