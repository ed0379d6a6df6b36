import numpy as np
import pytest

from input_pipeline.datasets.spec import UNKNOWN, DatasetSpec


def test_counts_classes_without_the_ignored():
    assert DatasetSpec(("a", "b"), ((0, 0, 0), (1, 1, 1))).num_classes == 2


@pytest.mark.parametrize(
    ("names", "colors"),
    [((), 0), (("a", "a"), 2), (("a", ""), 2), (("a", "b"), 1)],
)
def test_missing_or_doubled_names_are_refused(names, colors):
    with pytest.raises(ValueError, match="Received"):
        DatasetSpec(names, ((0, 0, 0),) * colors)


def spec(**mapping):
    return DatasetSpec(("a", "b"), ((0, 0, 0), (1, 1, 1)), **mapping)


def test_the_table_knows_what_a_file_may_hold():
    table = spec(label_map=((0, 255), (7, 0), (8, 1))).label_table
    assert table[[0, 7, 8]].tolist() == [255, 0, 1]
    assert np.sum(table != UNKNOWN) == 3


def test_without_a_map_the_classes_and_255_are_known():
    table = spec().label_table
    assert np.flatnonzero(table != UNKNOWN).tolist() == [0, 1, 255]
    assert not spec().is_mapped


@pytest.mark.parametrize(
    "mapping",
    [
        {"label_map": ()},
        {"label_map": ((1, 0), (1, 1))},
        {"label_map": ((1, 2),)},
        {"label_map": ((256, 0),)},
        {"label_map": ((-1, 255),)},
        {"label_colors": (((1, 1, 1), 7),)},
        {"label_colors": (((1, 1, 1), 0), ((1, 1, 1), 1))},
    ],
)
def test_mappings_that_lead_nowhere_are_refused(mapping):
    with pytest.raises(ValueError, match=f"{next(iter(mapping))}.*Received"):
        spec(**mapping)


def test_only_one_kind_of_mapping_is_taken():
    both = {"label_map": ((1, 0),), "label_colors": (((1, 1, 1), 0),)}
    with pytest.raises(ValueError, match="not both"):
        spec(**both)
