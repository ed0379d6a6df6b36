"""Every number of every paper's protocol, one test each."""

import functools

import pytest

from deeplab_family.recipes import RECIPES, stages_of
from tests.deeplab_family.recipes.protocols import (
    deeplabv3,
    duc_hdc,
    galdnet,
    gcn,
    vortex,
)
from tests.deeplab_family.recipes.protocols.pinned import ALWAYS, OFF

PAPERS = (deeplabv3, gcn, duc_hdc, galdnet, vortex)
PROTOCOLS = {k: v for paper in PAPERS for k, v in paper.PROTOCOLS.items()}
PINS = [
    pytest.param(*where, path, value, id=f"{'/'.join(where)}-{path}")
    for where, protocol in PROTOCOLS.items()
    for path, (value, _) in protocol.items()
]


@functools.cache
def stages(name):
    return {s.name: s.recipe for s in stages_of(name, RECIPES[name]())}


@pytest.mark.parametrize(("name", "stage", "path", "value"), PINS)
def test_is_what_the_paper_says(name, stage, path, value):
    found = functools.reduce(getattr, path.split("."), stages(name)[stage])
    assert found == value, PROTOCOLS[name, stage][path]


def test_no_stage_of_a_paper_is_left_out():
    of_papers = [
        (name, stage)
        for name in RECIPES
        if not name.startswith(("folder_", "synthetic_"))
        for stage in stages(name)
    ]
    assert sorted(PROTOCOLS) == sorted(of_papers)


@pytest.mark.parametrize("where", PROTOCOLS, ids="/".join)
def test_no_number_is_left_out_and_each_has_its_place(where):
    protocol = PROTOCOLS[where]
    assert ALWAYS <= protocol.keys() and OFF.keys() <= protocol.keys()
    assert all(place for _, place in protocol.values())
    if protocol["train.schedule.kind"][0] == "poly":
        assert "train.schedule.power" in protocol
