import pytest

from export.mixed_precision.groups import Operation, group_operations

NAMES = [
    "net/backbone/stem/Relu",
    "net/backbone/unit1/expand/Relu",
    "net/backbone/unit1/project/add",
    "net/head/Conv",
    "output",
]
OPERATIONS = [Operation("CONV_2D", f"{name};more;") for name in NAMES]


def names(limit):
    return [group.name for group in group_operations(OPERATIONS, limit)]


def test_groups_are_as_deep_as_the_limit_allows():
    assert names(5) == [
        "backbone/stem",
        "backbone/unit1/expand",
        "backbone/unit1/project",
        "head",
        "output",
    ]
    assert names(4) == ["backbone/stem", "backbone/unit1", "head", "output"]
    assert names(3) == ["backbone", "head", "output"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 9])
def test_every_operation_is_in_one_group(limit):
    groups = group_operations(OPERATIONS, limit)
    assert len(groups) <= limit
    scopes = [scope for group in groups for scope in group.scopes]
    assert scopes == [operation.scope for operation in OPERATIONS]


def test_a_flat_network_is_cut_into_runs():
    flat = [Operation("CONV_2D", f"conv_{i}/Conv;") for i in range(10)]
    groups = group_operations(flat, 4)
    assert [group.name for group in groups] == [
        "conv_0 to conv_2",
        "conv_3 to conv_5",
        "conv_6 to conv_8",
        "conv_9",
    ]
