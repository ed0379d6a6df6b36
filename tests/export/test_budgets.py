import pytest

from export import Budgets, ExportError


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        ({"max_miou_drop": -1}, "points of mean IoU, 0 to 100. Received: -1"),
        ({"max_size_mb": 0}, "`max_size_mb` must be > 0. Received: 0"),
        ({"max_latency_ratio": -2}, "`max_latency_ratio` must be > 0"),
    ],
)
def test_a_value_that_means_nothing_is_refused(budget, words):
    with pytest.raises(ExportError, match=words):
        Budgets(**budget)
