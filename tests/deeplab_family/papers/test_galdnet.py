import pytest

from deeplab_family.papers import galdnet
from tests.builds import logits_shape, unique_configs

PAPER = galdnet.paper()
ROWS = [row for row in PAPER.rows if not row.table.startswith("table 3")]
CONFIGS = unique_configs(ROWS)


@pytest.mark.parametrize("name", CONFIGS)
def test_builds(name):
    shape = logits_shape(CONFIGS[name], 129, 257)
    assert shape == (1, 129, 257, 19)


def scores(table):
    return {row.name: row.paper_value for row in PAPER.tables[table]}


def test_gains_are_those_printed():
    alone, both = scores("table 1a"), scores("table 1b")
    gains = {
        name: round(both[f"+{name} + LD"] - alone[f"+{name}"], 1)
        for name in galdnet.AGGREGATIONS
    }
    assert gains == {"PSP": 2.7, "ASPP": 2.3, "NL": 1.2, "CGNL": 1.4}
    over_fcn = {
        name: round(alone[f"+{name}"] - alone["FCN"], 1)
        for name in galdnet.AGGREGATIONS
    }
    assert over_fcn == {"PSP": 2.5, "ASPP": 3.5, "NL": 4.3, "CGNL": 4.5}


def test_a_network_scores_the_same_in_every_ablation():
    found = {}
    for row in PAPER.rows:
        if row.table.startswith("table 1"):
            found.setdefault(row.config, set()).add(row.paper_value)
    assert all(len(values) == 1 for values in found.values())


def test_the_equation_of_the_paper_is_meant_not_that_of_the_code():
    assert not any(row.config.extra_residual for row in ROWS)
