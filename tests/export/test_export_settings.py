import pytest

from export import (
    ARTIFACTS,
    Budgets,
    ExportError,
    ExportSettings,
    LabeledData,
)


def settings(**changes):
    values = {"image_size": (33, 49), "calibration": "photos"}
    return ExportSettings(**values | changes)


def test_the_calibration_images_are_compared_unless_others_are_named():
    assert settings().compared_images == "photos"
    assert settings(images="val").compared_images == "val"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"image_size": (0, 49)}, "`image_size` must be at least 1"),
        ({"image_limit": 0}, "`image_limit` must be at least 1"),
        ({"reference_images": -1}, "`reference_images` must be at least 0"),
        ({"artifacts": ("int4",)}, "serving, serving_bfloat16, float32.*int4"),
        ({"artifacts": ()}, "Received: none"),
        ({"calibration": ""}, "`calibration` is missing.*leave out int8"),
        (
            {"limits": {"int4": ARTIFACTS["int8"].limit}},
            "`limits` must be.*int4",
        ),
        (
            {"budgets": Budgets(max_miou_drop=1)},
            "`max_miou_drop` needs labels.*`root`",
        ),
        (
            {"images": "a", "data": LabeledData(root="b")},
            "`images` or a data set .*, not both",
        ),
        (
            {"calibration": "", "artifacts": ("float32",)},
            "`images` is missing",
        ),
    ],
)
def test_what_cannot_work_is_refused_at_once(change, words):
    with pytest.raises(ExportError, match=words):
        settings(**change)


def test_without_int8_no_calibration_is_needed():
    settings(calibration="", images="val", artifacts=("serving",))


def test_an_artifact_without_a_limit_of_its_own_keeps_the_usual_one():
    strict = ARTIFACTS["float32"].limit
    own = settings(limits={"int8": strict})
    assert own.limit_of("int8") is strict
    assert own.limit_of("float16") is ARTIFACTS["float16"].limit


@pytest.mark.parametrize(
    ("name", "points", "drop"),
    [
        ("int8", None, 0.03),
        ("int8", 1.0, 0.01),
        ("int8", 5.0, 0.05),
        ("float32", 5.0, 0.001),
        ("float32", 0.0, 0.0),
    ],
)
def test_a_budget_loosens_only_what_may_lose_some(name, points, drop):
    budgets = Budgets(max_miou_drop=points)
    limit = settings(data=LabeledData(root="photos"), budgets=budgets).limit_of(
        name
    )
    assert limit.mean_iou_drop == pytest.approx(drop)
