"""Tables of papers as Markdown, for docs/papers.md and the README."""

import dataclasses
from collections.abc import Callable, Iterable

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.papers.abstract_build import Cost
from deeplab_family.papers.row import Paper, Row

CountCost = Callable[[ModelConfig, int], Cost]
NOT_OFFERED = "not offered"
INTRODUCTION = """# The papers, row by row

Each row of the papers' tables as the config that expresses it; `.build()`
makes the network. Rows of a table that share a config differ only in training
or inference. Parameters are the trainable ones, multiply-adds (in billions)
those of the convolutions for one image of the size given. A score in percent
is the paper's. "not offered" says that the network builds but that the row's
training cannot be done here yet: it starts from ImageNet weights, which no
recipe loads, and most rows train in stages.

Written by `python -m deeplab_family.papers.write_docs`; do not edit.
"""
COLUMNS = (
    *words("row", "config"),
    *numbers("size", "parameters", "multiply-adds", "paper"),
    *words("ours", "note"),
)
MORE = """
Multiply-adds are in billions, for one image of `size` x `size` pixels; scores
are the papers'. Every row of their tables: [docs/papers.md](docs/papers.md).
"""
NETWORK_COLUMNS = (
    *words("network", "config"),
    *numbers("size", "parameters", "multiply-adds"),
    *words("paper", "its score", "ours"),
)


def papers_page(papers: Iterable[Paper], count: CountCost) -> str:
    """The text of docs/papers.md.

    Args:
        papers: in the order of the page.
        count: maps a config and the side of an image to a `Cost`.
    """
    parts = [INTRODUCTION]
    for paper in papers:
        parts.append(f"## {paper.title}\n\n<{paper.url}>. {paper.remarks}\n")
        for name, rows in paper.tables.items():
            title = f"### {name.capitalize()}: {rows[0].metric}\n"
            lines = (
                _row(row, count(row.config, row.crop_size)) for row in rows
            )
            parts.append(f"{title}\n{_table(COLUMNS, lines)}")
    return "\n".join(parts)


def networks_table(rows: Iterable[Row], count: CountCost) -> str:
    """The README's table, `table` of a row being the paper's number."""
    rows = tuple(rows)
    costs = (count(row.config, row.crop_size) for row in rows)
    return _table(NETWORK_COLUMNS, map(_network, rows, costs)) + MORE


def _row(row, cost):
    return (
        row.name,
        f"`{short_code(row.config)}`",
        f"{row.crop_size}",
        f"{cost.parameters:,}",
        f"{cost.multiply_adds / 1e9:.1f}",
        _score(row),
        NOT_OFFERED,
        row.note,
    )


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
        NOT_OFFERED,
    )


def _score(row):
    return "" if row.paper_value is None else f"{row.paper_value:g}"


def _table(columns, lines) -> str:
    return Table(columns=columns, rows=tuple(lines)).markdown() + "\n"


def short_code(value) -> str:
    """A config without the fields that are as by default.

    Args:
        value: a config, or any value of its fields.

    Returns:
        One line of Python; evaluated, it equals `value`.
    """
    if not dataclasses.is_dataclass(value):
        return repr(value)
    arguments = (
        f"{field.name}={short_code(getattr(value, field.name))}"
        for field in dataclasses.fields(value)
        if getattr(value, field.name) != field.default
    )
    return f"{type(value).__name__}({', '.join(arguments)})"
