import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.papers import deeplabv3
from tests.builds import logits_shape, unique_configs

PAPER = deeplabv3.paper()
CONFIGS = unique_configs(PAPER.rows)


@pytest.mark.parametrize("name", CONFIGS)
def test_builds(name):
    config = CONFIGS[name]
    # One pixel more than a multiple of every stride: grids nest.
    height, width = 257, 513
    shape = logits_shape(config, height, width)
    if not config.upsample_logits:
        stride = config.backbone.output_stride
        height, width = height // stride + 1, width // stride + 1
    assert shape == (1, height, width, config.num_classes)


def scores(table):
    return {row.name: row.paper_value for row in PAPER.tables[table]}


def test_scores_differ_as_the_text_says():
    inference = list(scores("table 4").values())
    assert round(inference[1] - inference[0], 2) == 1.39
    final = list(scores("table 6").values())
    gains = [b - a for a, b in zip(final, final[1:], strict=False)]
    assert [round(gain, 2) for gain in gains[:3]] == [1.30, 0.94, 0.32]
    ablation = scores("table 5")
    drop = ablation["multi-grid (1, 2, 4)"] - ablation["rates (6, 12, 18, 24)"]
    assert round(drop, 2) == 0.12


def test_the_best_cascade_is_in_bold():
    best = max(PAPER.tables["table 3"], key=lambda row: row.paper_value)
    assert best.name == "multi-grid (1, 2, 1), block7"
    assert best.config.backbone.multi_grid == (1, 2, 1)
    assert best.config.backbone.extra_blocks == 3


def test_rows_without_multi_grid_stand_in_two_tables():
    plain = {row.config: row.paper_value for row in PAPER.tables["table 2"]}
    both = [row for row in PAPER.tables["table 3"] if row.config in plain]
    assert [row.paper_value for row in both] == [68.39, 73.21, 75.34, 75.76]
    assert all(row.paper_value == plain[row.config] for row in both)


def test_the_final_network_scores_the_same_wherever_it_stands():
    config = deeplabv3.pyramid()
    found = {
        row.paper_value
        for row in PAPER.rows
        if row.config == config and row.crop_size == 513 and not row.note
    }
    assert found == {77.21}


def test_inference_at_stride_8_doubles_the_rates():
    rough, dense = (row.config for row in PAPER.tables["table 6"][:2])
    assert rough.rates == (6, 12, 18)
    assert dense.rates == (12, 24, 36)
    assert dense.backbone == ResNetConfig(depth=101, output_stride=8)
