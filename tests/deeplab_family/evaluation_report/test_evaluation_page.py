import re

import numpy as np
import pytest

from deeplab_family.evaluation.measures import make_measures
from deeplab_family.evaluation_report import ExampleImages, evaluation_html
from input_pipeline import DatasetSpec
from input_pipeline.default_palette import default_palette
from tests.deeplab_family.evaluation_report.answers import scores_on
from tests.html_page import HtmlPage

BAD = "<script>alert('&\")</script>"
SPEC = DatasetSpec((BAD, "sky", "car"), ((1, 2, 3), (4, 5, 6), (7, 8, 9)))
LABELS = [[[0, 0, 1, 1]] * 8, [[0, 1, 1, 1]] * 8]
ANSWERS = [[[0, 0, 1, 1]] * 8, [[0, 0, 0, 1]] * 8]
ASKED = ("size", "calibration", "boundary", "trimap")
NAMES = (f"{BAD}.png", "\udcff\u202e.png")


def page(spec=SPEC, labels=LABELS, answers=ANSWERS, names=NAMES, asked=()):
    examples = ExampleImages(spec)
    measures = [*make_measures(asked, spec), examples]
    scores = scores_on(labels, answers, spec, measures, names)
    facts = [("model", BAD), ("data", "\udcfe")]
    return scores, evaluation_html(BAD, facts, scores, spec, examples)


@pytest.fixture(scope="module")
def made():
    return page(asked=ASKED)


def test_nothing_is_fetched_and_no_name_breaks_out(made):
    _, html = made
    found = HtmlPage(html)
    # Title twice and a fact; as a class in bars, legend, map and tables.
    assert found.words.count(BAD) >= 8
    assert "\\xff\\u202e.png" in found.words
    html.encode("utf-8")


def test_the_numbers_are_those_of_the_scores(made):
    scores, html = made
    words = HtmlPage(html).words
    low, high = scores.intervals.mean_iou
    assert (
        f"mean IoU{scores.mean_iou:.4f}95 %: {low:.3f} to {high:.3f}" in words
    )
    # By hand: 24 of 40 pixels of the first class, 24 of 40 of the second.
    assert scores.mean_iou == pytest.approx(0.6)
    assert "pixel accuracy0.7500" in words
    assert f"calibration error{0.2:.4f}ECE" in words


def test_classes_stand_from_the_lowest_and_absent_ones_last():
    labels = [[[1, 1, 0, 0]] * 8, [[1, 0, 0, 0]] * 8]
    answers = [[[1, 1, 1, 0]] * 8, labels[1]]
    _, html = page(labels=labels, answers=answers)
    bars = html.partition("<h2>IoU of each class</h2>")[2].partition("</ul>")[0]
    values = re.findall('class="value">([^<]+)<', bars)
    assert values == ["0.7500", "0.8000", "absent"]
    names = re.findall("</span><bdi>([^<]+)", bars)
    assert (names[0], names[-1]) == ("sky", "car")
    assert bars.count("vector-effect") == 2, "two intervals"


def test_the_worst_image_comes_first(made):
    _, html = made
    names = re.findall(r"<h3><bdi>(.*?)</bdi>", html)
    assert names[0].startswith("\\xff") and len(names) == 2
    assert html.count('<img src="data:image/') == 2 * 5


def test_every_table_of_the_evaluation_is_there(made):
    scores, html = made
    tables = [one.table() for one in (scores, *scores.measures)]
    titles = [table.title for table in tables if table is not None]
    assert len(titles) == 1 + len(ASKED)
    for title in titles:
        assert f"<h2>{title}</h2>" in html
    assert html.index("<img") < html.index("<table"), "pictures first"


def test_equal_evaluations_give_equal_bytes(made):
    assert page(asked=ASKED)[1] == made[1]


def test_one_image_has_no_intervals_and_a_page():
    _, html = page(labels=LABELS[:1], answers=ANSWERS[:1], names=NAMES[:1])
    assert "95 %" not in html.partition("</style>")[2]


def test_a_page_of_150_classes_and_large_images_stays_small():
    random = np.random.default_rng(0)
    names = tuple(f"class number {number}" for number in range(150))
    spec = DatasetSpec(names, default_palette(150))
    labels = [
        np.kron(random.integers(0, 150, (25, 30)), np.ones((20, 20), int))
        for _ in range(3)
    ]
    answers = [np.roll(label, 9, axis=1) for label in labels]
    _, html = page(spec, labels, answers, names=None)
    assert len(html) < 1_500_000
    words = HtmlPage(html).words
    assert "the numbers beside it are class ids" in words
