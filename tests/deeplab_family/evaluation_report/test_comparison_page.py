import re

import numpy as np
import pytest

from deeplab_family.evaluation import PairedDifference, paired_difference
from deeplab_family.evaluation_report import (
    ClassMaps,
    ComparedModel,
    Disagreements,
    comparison_html,
)
from deeplab_family.evaluation_report.comparison_page import (
    points_text,
    verdict,
)
from input_pipeline import DatasetSpec
from tests.deeplab_family.evaluation_report.answers import scores_on
from tests.html_page import HtmlPage

BAD = "<script>alert('&\")</script>"
SPEC = DatasetSpec(("road", BAD), ((1, 2, 3), (4, 5, 6)))
LABELS = [[[0, 0, 1, 1]] * 8, [[0, 1, 1, 1]] * 8]
WORSE = [[[0, 0, 0, 1]] * 8, [[0, 0, 0, 1]] * 8]


def page(first, second):
    maps = ClassMaps()
    names = (BAD, "b.png")
    a = scores_on(LABELS, first, SPEC, [maps], names)
    disagreements = Disagreements(SPEC, maps)
    b = scores_on(LABELS, second, SPEC, [disagreements], names)
    difference = paired_difference(b.rows, a.rows)
    html = comparison_html(
        ComparedModel(BAD, a),
        ComparedModel("runs/b", b),
        [("data", BAD)],
        SPEC,
        difference,
        disagreements,
    )
    return html, a, b


@pytest.fixture(scope="module")
def made():
    return page(WORSE, LABELS)


def test_nothing_is_fetched_and_no_name_breaks_out(made):
    words = HtmlPage(made[0]).words
    assert words.count(BAD) >= 6 and "runs/b" in words


def test_the_difference_is_the_second_minus_the_first(made):
    html, a, b = made
    words = HtmlPage(html).words
    points = 100 * (b.mean_iou - a.mean_iou)
    assert points > 0 and f"B minus A{points:+.2f}" in words
    assert "images in which B is better2worse in 0" in words
    swapped = HtmlPage(page(LABELS, WORSE)[0]).words
    assert f"B minus A{-points:+.2f}" in swapped


def test_the_classes_have_both_values_and_their_difference(made):
    html, a, b = made
    bars = html.partition("A above B</h2>")[2].partition("</ul>")[0]
    values = re.findall('class="value">([^<]+)<', bars)
    gains = np.sort(b.class_iou - a.class_iou)
    assert [float(v.split("(")[1][:-1]) for v in values] == pytest.approx(
        100 * gains, abs=0.01
    )
    assert bars.count('class="series-1"') == 2


def test_pixels_are_told_by_who_is_right(made):
    table = made[0].partition("Where they disagree</h2>")[2]
    cells = re.findall(r"<td>([\d,]+)</td><td>([\d.]+%)</td>", table)[:5]
    assert cells == [
        ("40", "62.50%"),
        ("0", "0.00%"),
        ("0", "0.00%"),
        ("24", "37.50%"),
        ("0", "0.00%"),
    ]


def test_a_model_beside_itself_shows_no_difference():
    words = HtmlPage(page(WORSE, WORSE)[0]).words
    assert "No difference that these images could show" in words
    assert "B minus A+0.0095 %: +0.00 to +0.00" in words
    assert "who is right" not in words


@pytest.mark.parametrize(
    ("difference", "text"),
    [(0.01234, "+1.23"), (-0.5, "-50.00"), (-1e-6, "+0.00"), (0.0, "+0.00")],
)
def test_points_have_a_sign_and_nothing_is_minus_zero(difference, text):
    assert points_text(difference) == text


@pytest.mark.parametrize(
    ("interval", "sentence"),
    [
        ((0.01, 0.03), "B is better"),
        ((-0.03, -0.01), "A is better"),
        ((-0.01, 0.03), "No difference"),
        ((np.nan, np.nan), "No difference"),
    ],
)
def test_the_verdict_follows_the_interval(interval, sentence):
    mean = float(np.nan_to_num(sum(interval) / 2))
    found = PairedDifference(mean, np.array(interval), 0.5, 1, 1)
    assert verdict(found).startswith(sentence)


def test_equal_evaluations_give_equal_bytes(made):
    assert page(WORSE, LABELS)[0] == made[0]
