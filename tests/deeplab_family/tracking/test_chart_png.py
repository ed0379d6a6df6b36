import math

import numpy as np
import pytest

from deeplab_family.pages.line_chart import COLORS, HEIGHT, WIDTH, Chart, Series
from deeplab_family.tracking.chart_png import SCALE, draw_charts
from deeplab_family.tracking.run_charts import run_charts

GAP = Series("loss", ((100, 1.0), (200, math.nan), (300, 0.5), (400, 0.25)))
CHART = Chart("Loss", (GAP, Series("other", ((400, 0.9),))))


def color_at(picture, chart, step, value):
    x, y = (round(SCALE * side) for side in chart.at(step, value))
    return tuple(picture[y, x].tolist())


def test_the_ends_of_the_ticks_are_the_ends_of_the_axes():
    assert (CHART.x_ticks[0], CHART.x_ticks[-1]) == (0, 400)
    assert (CHART.y_ticks[0], CHART.y_ticks[-1]) == (0, 1)
    assert CHART.at(0, 0) == (CHART.left, CHART.bottom)
    assert CHART.at(400, 1) == (CHART.right, CHART.top)
    assert CHART.at(200, 0.5) == (
        (CHART.left + CHART.right) / 2,
        (CHART.top + CHART.bottom) / 2,
    )


def test_points_lie_where_the_axes_say_and_a_gap_stays_empty():
    picture = draw_charts([CHART])
    assert picture.shape == (HEIGHT * SCALE, WIDTH * SCALE, 3)
    assert color_at(picture, CHART, 100, 1.0) == COLORS[0]
    assert color_at(picture, CHART, 350, 0.375) == COLORS[0], "the line"
    assert color_at(picture, CHART, 400, 0.9) == COLORS[1]
    assert color_at(picture, CHART, 200, 0.75) == (255, 255, 255)


def test_a_point_alone_has_a_dot_among_many():
    points = [(s, math.nan if s in (50, 52) else 1.0) for s in range(1, 101)]
    line = Series("loss", tuple(points))
    assert len(line.finite) == 98
    assert line.dots() == [(51, 1.0)]


@pytest.mark.parametrize("points", [(), ((5, math.nan),)])
def test_without_a_number_it_says_so(points):
    empty = Chart("Loss", (Series("loss", points),))
    assert empty.is_empty and not CHART.is_empty
    picture = draw_charts([empty])
    middle = picture[HEIGHT // 2 * SCALE :, 200 * SCALE : 300 * SCALE]
    full = draw_charts([Chart("Loss", (Series("loss", ((5, 1.0),)),))])
    other = full[HEIGHT // 2 * SCALE :, 200 * SCALE : 300 * SCALE]
    assert (middle < 200).sum() > (other < 200).sum(), "words"


def test_each_loss_of_a_detector_is_in_one_of_two_charts():
    names = ["box_class", "box_delta", "loss", "mask"]
    first_stage = ["rpn_box", "rpn_objectness"]
    columns = dict.fromkeys([*names, *first_stage], [(1, 1.0)])
    loss, *_, proposals = run_charts(columns)
    assert [line.name.replace(" ", "_") for line in loss.series] == names
    assert [line.name for line in proposals.series] == [
        "rpn box",
        "rpn objectness",
    ]


def test_the_columns_of_a_run_have_four_charts():
    points = [(4, 0.5), (8, 0.25)]
    names = "loss weight_decay val_mean_iou val_pixel_accuracy"
    columns = dict.fromkeys(
        [*names.split(), "learning_rate", "images_per_second"], points
    )
    charts = run_charts(columns)
    lines = [[line.name for line in chart.series] for chart in charts]
    assert lines == [
        ["loss", "weight decay"],
        ["mean IoU (best 0.5000, step 4)", "pixel accuracy"],
        ["learning rate"],
        ["images per second"],
    ]
    assert {line.points for c in charts for line in c.series} == {tuple(points)}


def test_charts_stand_in_rows_of_two():
    picture = draw_charts(run_charts({"loss": [(1, 1.0)]}))
    assert picture.shape == (2 * HEIGHT * SCALE, 2 * WIDTH * SCALE, 3)
    assert picture.dtype == np.uint8
    assert tuple(picture[0, 0]) == (255, 255, 255)
