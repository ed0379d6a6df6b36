"""Experiments: each row of the papers' tables, with an address."""

import dataclasses
import functools

from deeplab_family.papers import deeplabv3, duc_hdc, galdnet, gcn, vortex
from deeplab_family.papers.row import Paper, Row
from deeplab_family.recipes import Recipe, stages_of

PAPERS = {
    "deeplabv3": deeplabv3.paper,
    "gcn": gcn.paper,
    "duc_hdc": duc_hdc.paper,
    "galdnet": galdnet.paper,
    "vortex": vortex.paper,
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Experiment:
    """A row that can be trained and scored.

    Attributes:
        address: paper, table and name, like
            "deeplabv3/table-5/image-pooling".
        paper: the paper that has the row.
        row: network, recipe, protocol and the paper's number.
        training: address of the experiment whose training this one shares:
            its own where it shares none, or where it has the longest of
            several trainings that begin alike.
        stages: names of the stages to run of that training, the last one
            being scored; empty where the training has one stage only.
    """

    address: str
    paper: Paper
    row: Row
    training: str
    stages: tuple[str, ...]


@functools.cache
def experiments() -> dict[str, Experiment]:
    """All experiments by their addresses, in the order of the tables."""
    found = {
        f"{name}/{row.place}": (paper, row)
        for name, paper in papers().items()
        for row in paper.rows
    }
    longest = _longest({a: _chain(row) for a, (_, row) in found.items()})
    made = {}
    for address, (paper, row) in found.items():
        chain = _chain(row)
        training = longest[chain]
        names = _stage_names(found[training][1])[: len(chain)]
        made[address] = Experiment(
            address=address,
            paper=paper,
            row=row,
            training=training,
            stages=names,
        )
    return made


@functools.cache
def papers() -> dict[str, Paper]:
    """The papers by their names."""
    return {name: make() for name, make in PAPERS.items()}


def is_address(word: str) -> bool:
    """Whether a word could be the address of an experiment."""
    return word.count("/") == 2 and word.partition("/")[0] in PAPERS


def _chain(row: Row) -> tuple[Recipe, ...]:
    """What is trained, one recipe after the other, whatever their names."""
    return tuple(stage.recipe for stage in stages_of("only", row.recipe))


def _stage_names(row: Row) -> tuple[str, ...]:
    stages = stages_of("only", row.recipe)
    return tuple(s.name for s in stages) if len(stages) > 1 else ()


def _longest(chains: dict[str, tuple]) -> dict[tuple, str]:
    """Each chain -> the first address of the longest that begins with it."""
    found: dict[tuple, str] = {}
    for address, chain in chains.items():
        for end in range(1, len(chain) + 1):
            known = found.get(chain[:end])
            if known is None or len(chains[known]) < len(chain):
                found[chain[:end]] = address
    return found
