"""Pages of `deeplab evaluate --report`, and the words that name two models."""

import json
import types
from pathlib import Path

import numpy as np
import pytest

from deeplab_family.class_names import ClassNamesError
from deeplab_family.cli.evaluate_report import (
    difference_text,
    measures_of_page,
    page_of,
    require_classes,
    second_model,
)
from deeplab_family.cli.main import main
from deeplab_family.evaluation import PairedDifference
from input_pipeline import DatasetSpec
from tests.html_page import HtmlPage


@pytest.fixture(scope="module")
def reported(trained, tmp_path_factory):
    """The folder of the page and scores of a run on its own data."""
    folder = tmp_path_factory.mktemp("report") / "new"
    scores = folder / "scores.json"
    words = ["evaluate", str(trained), "--report", str(folder)]
    assert main([*words, "--json", str(scores)]) == 0
    return folder


def test_a_run_has_a_page_of_its_scores(reported, trained):
    html = (reported / "evaluation.html").read_text()
    scores = json.loads((reported / "scores.json").read_text())
    words = HtmlPage(html).words
    assert f"mean IoU{scores['mean_iou']:.4f}" in words
    assert f"model{trained}/best.keras" in words.replace("\n", "")
    assert "Evaluation on 2 images" in words and "whole image" in words
    # Two images, each beside label, prediction, errors and confidence.
    assert html.count("<img") == 2 * 5
    assert "Reliability" in words and "Objects found, by size" in words


def test_the_same_again_writes_equal_bytes(reported, trained, tmp_path):
    words = ["evaluate", str(trained), "--report", str(tmp_path)]
    assert main(words) == 0
    before = (reported / "evaluation.html").read_bytes()
    assert (tmp_path / "evaluation.html").read_bytes() == before


def test_a_page_that_is_there_is_kept(reported, trained, capsys):
    before = (reported / "evaluation.html").read_bytes()
    words = ["evaluate", str(trained), "--report", str(reported)]
    assert main(words) == 2
    assert "evaluation.html" in capsys.readouterr().err
    assert (reported / "evaluation.html").read_bytes() == before


def test_two_models_are_compared_on_one_page(trained, tmp_path, capsys):
    other = str(trained / "last.keras")
    words = ["evaluate", str(trained), other, "--report", str(tmp_path)]
    assert main(words) == 0
    out = capsys.readouterr().out
    unbroken = "".join(out.split())  # a narrow table breaks its title
    assert f"A,{trained}:Scoreson2images" in unbroken
    assert f"B,{other}:Scoreson2images" in unbroken
    assert out.splitlines()[-2].startswith("B minus A: ")
    assert out.endswith(f"Page: {tmp_path / 'comparison.html'}\n")
    words = HtmlPage((tmp_path / "comparison.html").read_text()).words
    assert other in words and "B minus A" in words
    assert [path.name for path in tmp_path.iterdir()] == ["comparison.html"]


def test_the_difference_is_told_with_its_interval_in_points():
    interval = np.array([-0.0123, 0.04])
    difference = PairedDifference(0.01, interval, 0.25, 3, 1)
    assert difference_text(difference) == (
        "B minus A: +1.00 points of mean IoU, 95 % [-1.23, +4.00], p 0.250; "
        "B is better in 3 of the images, worse in 1"
    )


def chosen(data="", more="", report=None, **others):
    empty = {"json": None, "per_image": None}
    return types.SimpleNamespace(
        data=str(data), more=str(more), report=report, **{**empty, **others}
    )


def test_words_are_told_apart(trained, streets):
    report = Path("page")
    run, file = trained, trained / "best.keras"
    assert second_model(chosen(streets)) == (None, str(streets))
    assert second_model(chosen(streets, report=report)) == (None, str(streets))
    assert second_model(chosen(run)) == (None, str(run)), "its data"
    assert second_model(chosen(run, report=report)) == (run, "")
    assert second_model(chosen(file, report=report)) == (file, "")
    both = chosen(run, streets, report=report)
    assert second_model(both) == (run, str(streets))
    assert second_model(chosen(report=report)) == (None, "")


def test_two_models_without_a_page_are_refused(trained, streets):
    for options in (
        chosen(trained / "best.keras"),
        chosen(trained, streets),
    ):
        with pytest.raises(ValueError, match="add --report FOLDER"):
            second_model(options)


@pytest.mark.parametrize("field", ["json", "per_image"])
def test_files_of_one_model_are_refused_for_two(field, trained):
    options = chosen(trained, report=Path("p"), **{field: Path("x")})
    with pytest.raises(ValueError, match="is of one model"):
        second_model(options)


def test_the_page_has_the_name_of_its_kind():
    folder = Path("folder")
    assert page_of(None, None) is None
    assert page_of(folder, None) == folder / "evaluation.html"
    assert page_of(folder, Path("b")) == folder / "comparison.html"


def test_a_second_model_of_other_classes_is_refused_by_its_name():
    spec = DatasetSpec(("road", "sky"), ((0, 0, 0), (1, 1, 1)))
    models = [
        types.SimpleNamespace(class_names=names)
        for names in (("road", "sky"), None, ("road", "car"))
    ]
    files = [Path("a"), Path("b"), Path("c.keras")]
    require_classes(spec, files[:2], models[:2])
    with pytest.raises(ClassNamesError, match="c.keras's class 1 is 'car'"):
        require_classes(spec, files, models)


def test_a_class_map_alone_has_no_reliability():
    class_map_alone = types.SimpleNamespace(num_classes=None)
    assert measures_of_page(class_map_alone) == ["size"]
