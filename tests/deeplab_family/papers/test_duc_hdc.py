import pytest

from deeplab_family.papers import duc_hdc
from tests.builds import logits_shape, unique_configs

PAPER = duc_hdc.paper()
CONFIGS = unique_configs(PAPER.rows)


@pytest.mark.parametrize("name", CONFIGS)
def test_builds(name):
    config = CONFIGS[name]
    shape = logits_shape(config, 64, 104)
    assert shape == (1, 64, 104, config.num_classes)


def scores(table):
    return [row.paper_value for row in PAPER.tables[table]]


def test_scores_differ_as_the_text_says():
    baseline, *_, plain, duc, _, six, cell_2 = scores("table 1")
    assert round(duc - baseline, 1) == 2.0  # dense upsampling
    assert round(duc - plain, 1) == 1.5  # twelve patches
    assert round(six - duc, 1) == 0.2  # six branches
    bigger, *_, crf = scores("section 4.1")
    assert round(bigger - cell_2, 1) == round(crf - bigger, 1) == 1.0


def test_hybrid_dilation_starts_from_the_best_network():
    start = PAPER.tables["section 4.1"][0].config
    assert start.cell == 2 and len(start.atrous_rates) == 6
    for row in PAPER.tables["table 2"]:
        backbone = row.config.backbone
        assert row.config.atrous_rates == start.atrous_rates
        assert backbone.hybrid_dilation is not None
    assert PAPER.tables["table 2"][-1].config.backbone.rates[3] == (5, 9, 17)


def test_baseline_dilates_as_deeplab_v2():
    backbone = PAPER.tables["table 1"][0].config.backbone
    assert backbone.rates[2] == (2,) * 23
    assert backbone.rates[3] == (4, 4, 4)
