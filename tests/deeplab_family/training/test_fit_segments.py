import pytest

from deeplab_family.training.fit_segments import (
    FitSegment,
    plan_fit_segments,
)


@pytest.mark.parametrize("done", [0, 1, 7, 10, 23, 24, 25])
@pytest.mark.parametrize("eval_every", [1, 5, 10, 40])
def test_legs_join_up_and_cut_at_multiples(done, eval_every):
    at = done
    for segment in plan_fit_segments(done, 25, eval_every):
        assert segment.start == at
        assert segment.first_epoch == at // eval_every
        for _ in range(segment.count):
            at += segment.steps
            assert at % eval_every == 0 or at == 25
    assert at == 25


def test_resumed_run_finishes_its_epoch_first():
    assert plan_fit_segments(7, 23, 5) == [
        FitSegment(start=7, steps=3, count=1, first_epoch=1),
        FitSegment(start=10, steps=5, count=2, first_epoch=2),
        FitSegment(start=20, steps=3, count=1, first_epoch=4),
    ]


def test_finished_run_has_nothing_to_do():
    assert plan_fit_segments(25, 25, 5) == []
