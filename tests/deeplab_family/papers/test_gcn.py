import pytest

from deeplab_family.papers import gcn
from tests.builds import logits_shape, unique_configs

PAPER = gcn.paper()
CONFIGS = unique_configs(PAPER.rows)


@pytest.mark.parametrize("name", CONFIGS)
def test_builds(name):
    config = CONFIGS[name]
    shape = logits_shape(config, 96, 160)
    assert shape == (1, 96, 160, config.num_classes)


def scores(table):
    return {row.name: row.paper_value for row in PAPER.tables[table]}


def test_scores_differ_as_the_text_says():
    kernels = scores("table 1")
    # 5.5 over the naive baseline, which the text calls the smallest one
    assert round(kernels["GCN, k = 15"] - kernels["baseline"], 1) == 5.5
    backbones = scores("table 6")
    gain = (
        backbones["ResNet50-GCN, baseline"] - backbones["ResNet-50, baseline"]
    )
    assert round(gain, 1) == 5.5


def test_gcn_beats_stacks_where_kernels_exceed_7():
    table = scores("table 3")
    for k in (9, 11):
        assert table[f"GCN, k = {k}"] > table[f"stack, k = {k}"]


def test_a_network_scores_the_same_in_every_ablation():
    found = {}
    for table in ("table 1", "table 2", "table 3", "table 4", "table 5"):
        for row in PAPER.tables[table]:
            found.setdefault(row.config, set()).add(row.paper_value)
    twice = [values for values in found.values() if len(values) > 1]
    assert twice == []


def test_refinement_is_all_that_gcn_and_br_adds():
    plain, refined = gcn.gcn(), gcn.refined()
    assert not plain.boundary_refinement and refined.boundary_refinement
    assert plain.kernel_size == refined.kernel_size == 15
    assert refined.backbone.rates == tuple(
        (1,) * units for units in refined.backbone.units
    )
