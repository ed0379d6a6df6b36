"""Tables of papers as Markdown, for docs/papers.md and docs/networks.md."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.papers.addresses import Experiment, papers
from deeplab_family.papers.config_code import short_code
from deeplab_family.papers.row import Row
from deeplab_family.recipes.named_network import names_of

if TYPE_CHECKING:  # it builds networks, and a list of rows needs none
    from deeplab_family.papers.abstract_build import Cost

CountCost = Callable[[ModelConfig, int], "Cost"]
INTRODUCTION = """# The papers, row by row

Each row of the papers' tables is an experiment with an address, a network, a
training and a way to score it:

    deeplab train deeplabv3/table-5/image-pooling VOCdevkit/VOC2012

runs the row's training, or continues it, then its evaluation, and writes
`experiment.json` with our number beside the paper's. `--tiny` rehearses it in
minutes, and every flag of `deeplab train` works. Rows that differ in inference
alone share a training, which runs once: the column "shares" names the row whose
training it is, and its stage. `deeplab experiments ADDRESS` shows the rest: the
recipe's stages, the place in the paper, what cannot be as there and what stands
in its place.

`.build()` of a config makes the network of a row. Parameters are the trainable
ones, multiply-adds (in billions) those of the convolutions for one image of the
size given. A score in percent is the paper's: none of these trainings has run
to its end with this code yet.

Written by `python -m deeplab_family.papers.write_docs`; do not edit.
"""
COLUMNS = (
    *words("row", "address", "config"),
    *numbers("size", "parameters", "multiply-adds", "paper"),
    *words("scored", "shares", "note"),
)
MORE = """
Multiply-adds are in billions, for one image of `size` x `size` pixels; scores
are the papers'. Every row of their tables: [papers.md](papers.md).
"""
NETWORK_COLUMNS = (
    *words("network", "config"),
    *numbers("size", "parameters", "multiply-adds"),
    *words("paper", "its score", "train it"),
)


def papers_page(experiments: Iterable[Experiment], count: CountCost) -> str:
    """The text of docs/papers.md.

    Args:
        experiments: all of them, in the order of the page.
        count: maps a config and the side of an image to a `Cost`.
    """
    parts = [INTRODUCTION]
    by_paper: dict[str, list[Experiment]] = {}
    for experiment in experiments:
        by_paper.setdefault(experiment.paper.title, []).append(experiment)
    for title, rows in by_paper.items():
        paper = rows[0].paper
        parts.append(f"## {title}\n\n<{paper.url}>. {paper.remarks}\n")
        for table in paper.tables:
            those = [each for each in rows if each.row.table == table]
            parts.append(_section(table, those, count))
    return "\n".join(parts)


def _section(table: str, rows: list[Experiment], count: CountCost) -> str:
    title = f"### {table.capitalize()}: {rows[0].row.metric}\n"
    lines = (
        _line(each, count(each.row.config, each.row.crop_size)) for each in rows
    )
    return f"{title}\n{_table(COLUMNS, lines)}{_instead(rows)}"


def _instead(rows: list[Experiment]) -> str:
    """What stands in the place of something, each with its rows."""
    said: dict[str, list[str]] = {}
    for each in rows:
        if each.row.instead:
            said.setdefault(each.row.instead, []).append(each.row.name)
    lines = [
        f"- {'All rows' if len(names) == len(rows) else '; '.join(names)}: "
        f"{text}"
        for text, names in said.items()
    ]
    return "\n" + "\n".join(lines) + "\n" if lines else ""


def networks_table(rows: Iterable[Row], count: CountCost) -> str:
    """The table of docs/networks.md, `table` of a row being the paper's number."""
    rows = tuple(rows)
    costs = (count(row.config, row.crop_size) for row in rows)
    return _table(NETWORK_COLUMNS, map(_network, rows, costs)) + MORE


def _line(experiment: Experiment, cost: "Cost"):
    row = experiment.row
    return (
        row.name,
        f"`{experiment.address}`",
        f"`{short_code(row.config)}`",
        f"{row.crop_size}",
        f"{cost.parameters:,}",
        f"{cost.multiply_adds / 1e9:.1f}",
        _score(row),
        row.protocol.text,
        shared(experiment),
        row.note,
    )


def shared(experiment: Experiment) -> str:
    """Training that an experiment shares, and its stage; "" for its own."""
    stages = experiment.stages
    words = []
    if experiment.training != experiment.address:
        words.append(f"`{experiment.training}`")
    if stages:
        words.append(f"after {stages[-1]}")
    return " ".join(words)


def _network(row, cost):
    linked = row.table[0].isdigit()
    score = f"{_score(row)} {row.metric}" if row.paper_value else ""
    return (
        row.name,
        f"`{short_code(row.config)}`",
        f"{row.crop_size}",
        f"{cost.parameters:,}",
        f"{cost.multiply_adds / 1e9:.1f}",
        f"[{row.table}](https://arxiv.org/abs/{row.table})" if linked else "",
        score,
        f"`{_command(row)}`",
    )


def _command(row: Row) -> str:
    """That of the first experiment with this network and score."""
    for name, paper in papers().items():
        for other in paper.rows:
            if (other.config, other.paper_value) == (
                row.config,
                row.paper_value,
            ):
                return f"deeplab train {name}/{other.place} DATA"
    network, backbone = names_of(row.config)
    return f"deeplab train DATA --network {network} --backbone {backbone}"


def _score(row):
    return "" if row.paper_value is None else f"{row.paper_value:g}"


def _table(columns, lines) -> str:
    return Table(columns=columns, rows=tuple(lines)).markdown() + "\n"
