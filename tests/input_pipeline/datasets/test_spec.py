import pytest

from input_pipeline.datasets.spec import DatasetSpec


def test_counts_classes_without_the_ignored():
    assert DatasetSpec(("a", "b"), ((0, 0, 0), (1, 1, 1))).num_classes == 2


@pytest.mark.parametrize(
    ("names", "colors"),
    [((), 0), (("a", "a"), 2), (("a", ""), 2), (("a", "b"), 1)],
)
def test_missing_or_doubled_names_are_refused(names, colors):
    with pytest.raises(ValueError, match="Received"):
        DatasetSpec(names, ((0, 0, 0),) * colors)
