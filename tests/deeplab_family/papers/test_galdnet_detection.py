"""Table 3 of GALD-Net: networks, gains and protocols of its 14 rows."""

import dataclasses
import re

import pytest

from deeplab_family.detection.tiny import tiny_detector
from deeplab_family.papers import experiments, galdnet_detection

ALL = {
    address: each.row
    for address, each in experiments().items()
    if address.startswith("galdnet/table-3")
}
BLOCKS = {"nl": "non_local", "cgnl": "cgnl", "gald": "gald"}


def test_there_are_seven_rows_each():
    assert len(galdnet_detection.table_3a()) == 7
    assert len(galdnet_detection.table_3b()) == 7


@pytest.mark.parametrize("address", ALL)
def test_the_network_is_that_of_the_name(address):
    row = ALL[address]
    letter, name, depth = re.fullmatch(
        r"galdnet/table-3(.)/(.+)-resnet-(\d+)", address
    ).groups()
    config = row.config
    assert config.backbone.depth == int(depth)
    assert config.backbone.output_stride == 32
    assert config.num_classes == {"a": 20, "b": 80}[letter]
    assert (config.context and config.context.block) == BLOCKS.get(name)
    assert config.kind == {"a": "faster_rcnn", "b": "mask_rcnn"}[letter]
    trained = dataclasses.replace(
        row.recipe.model, num_classes=config.num_classes
    )
    assert trained == config
    assert "block sits is not said" in row.instead or name not in BLOCKS


def test_gains_are_those_printed():
    found = [
        [row.paper_value for row in rows]
        for rows in (galdnet_detection.table_3a(), galdnet_detection.table_3b())
    ]
    gains = [
        [round(score - scores[0], 1) for score in part[1:]]
        for scores in found
        for part in (scores[:4],)
    ]
    assert gains == [[0.7, 0.5, 0.9], [0.8, 0.7, 1.0]]
    deeper = [
        [round(score - part[0], 1) for score in part[1:]]
        for part in (found[0][4:], found[1][4:])
    ]
    assert deeper == [[1.6, 2.3], [0.7, 0.9]]


@pytest.mark.parametrize("address", ALL)
def test_what_is_scored_is_what_is_judged_by(address):
    row = ALL[address]
    assert row.protocol.split == row.recipe.data.eval_split
    assert row.protocol.score == row.recipe.train.score
    sides = row.protocol.short_side, row.protocol.long_side
    assert sides == (row.recipe.data.short_side, row.recipe.data.long_side)


@pytest.mark.parametrize("address", ALL)
def test_a_rehearsal_keeps_the_network(address):
    recipe = ALL[address].recipe
    small = tiny_detector(recipe, "streets", "backbone.keras")
    assert small.model == recipe.model
    assert small.train.freeze == recipe.train.freeze
    assert small.data.short_side < 200 and small.train.total_steps == 2
    shares = small.data.batch_size / recipe.data.batch_size
    rates = [each.train.schedule.learning_rate for each in (small, recipe)]
    assert rates[0] == pytest.approx(rates[1] * shares)
