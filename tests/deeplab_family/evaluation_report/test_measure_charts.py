import xml.etree.ElementTree as xml

import numpy as np
import pytest

from deeplab_family.evaluation.measures import make_measures
from deeplab_family.evaluation_report import measure_charts
from deeplab_family.evaluation_report.measure_charts import curves, size_bars
from tests.deeplab_family.evaluation_report.answers import SPEC, scores_on

LABELS = [np.zeros((40, 40)), np.ones((40, 40))]
ANSWERS = [np.zeros((40, 40)), np.zeros((40, 40))]


def scores(*measures, answers=ANSWERS):
    return scores_on(LABELS, answers, measures=make_measures(measures, SPEC))


def charts(*named):
    drawn = [xml.fromstring(svg) for svg in curves(named)]
    return {chart.get("aria-label").partition(":")[0]: chart for chart in drawn}


def notes(chart, series):
    group = chart.find(f"g[@class='series-{series}']")
    return [title.text for title in group.findall("circle/title")]


def test_images_are_sorted_by_their_own_mean_iou():
    chart = charts(("", scores()))["Mean IoU of each image, the worst first"]
    assert notes(chart, 0) == ["image 1: 0", "image 2: 1"]


def test_many_images_are_thinned_to_both_ends(monkeypatch):
    monkeypatch.setattr(measure_charts, "POINTS", 10)
    labels = [np.array([[0] * 30])] * 31
    answers = [np.array([[0] * n + [1] * (30 - n)]) for n in range(31)]
    one = scores_on(labels, answers)
    chart = charts(("", one))["Mean IoU of each image, the worst first"]
    assert len(chart.find(".//polyline").get("points").split()) == 10
    assert notes(chart, 0)[0] == "image 1: 0"
    assert notes(chart, 0)[-1] == "image 31: 1"


def test_the_reliability_curve_is_that_of_the_measure():
    chart = charts(("", scores("calibration")))["Reliability"]
    # Always 0.95 sure, and half of the pixels are right.
    assert notes(chart, 0) == ["confidence 0.9499999881: 0.5"]
    assert chart.find("g[@class='guide']/polyline") is not None
    assert "ECE 0.450" in [text.text for text in chart.findall("text")]


def test_without_calibration_there_is_no_reliability_curve():
    assert list(charts(("", scores()))) == [
        "Mean IoU of each image, the worst first"
    ]


def test_two_models_have_a_line_each_in_their_color():
    half = np.array([[0] * 20 + [1] * 20] * 40)

    def asked(answer):
        measures = make_measures(("calibration", "trimap"), SPEC)
        return scores_on([half], [answer], measures=measures)

    drawn = charts(("A", asked(1 - half)), ("B", asked(half)))
    assert len(drawn) == 3
    for chart in drawn.values():
        assert notes(chart, 0)[0].endswith(": 0")
        assert notes(chart, 1)[0].endswith(": 1")


def test_size_bars_are_shares_of_objects_found():
    found = xml.fromstring(size_bars([("", scores("size"))]))
    (item,) = found.findall("li")
    assert item.find("span[@class='value']").text == "50.0% of 2"
    assert "below 96" in "".join(item.itertext())
    assert size_bars([("", scores())]) is None


def test_size_bars_of_two_models_are_twins():
    both = ("A", scores("size")), ("B", scores("size", answers=LABELS))
    found = xml.fromstring(size_bars(both))
    widths = [
        float(found.find(f".//rect[@class='series-{n}']").get("width"))
        for n in (0, 1)
    ]
    assert widths == pytest.approx([50, 100])
