import pytest

from deeplab_family.analysis import utilisation_ratio
from deeplab_family.papers import vortex
from tests.builds import logits_shape, unique_configs

PAPER = vortex.paper()
CONFIGS = unique_configs(PAPER.rows)
RATIO = "utilisation ratio "


@pytest.mark.parametrize("name", CONFIGS)
def test_builds(name):
    assert logits_shape(CONFIGS[name], 65, 129) == (1, 65, 129, 21)


@pytest.mark.parametrize(
    "row",
    [row for row in PAPER.rows if row.note.startswith(RATIO)],
    ids=lambda row: row.name,
)
def test_configs_have_the_ratio_that_the_paper_gives(row):
    written = row.note.removeprefix(RATIO)
    digits = len(written.partition(".")[2])
    ratio = utilisation_ratio((65, 65), **row.config.pyramid)
    assert round(ratio, digits) == float(written)


def test_trained_and_tested_at_stride_8_with_multi_grid():
    for row in PAPER.rows:
        backbone = row.config.backbone
        assert backbone.output_stride == 8 and backbone.multi_grid == (1, 2, 4)
