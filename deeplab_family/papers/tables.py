"""Table of networks as Markdown, for docs/networks/index.md."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.papers.addresses import papers
from deeplab_family.papers.config_code import short_code
from deeplab_family.papers.row import Row
from deeplab_family.papers.rows_table import paper_score
from deeplab_family.recipes.named_network import names_of

if TYPE_CHECKING:  # it builds networks, and a list of rows needs none
    from deeplab_family.papers.abstract_build import Cost

CountCost = Callable[[ModelConfig, int], "Cost"]
MORE = """
Multiply-adds are in billions, for one image of `size` x `size` pixels; scores
are the papers'. Every row of their tables: [the papers](../papers/index.md).
"""
NETWORK_COLUMNS = (
    *words("network", "config"),
    *numbers("size", "parameters", "multiply-adds"),
    *words("paper", "its score", "train it"),
)


def networks_table(rows: Iterable[Row], count: CountCost) -> str:
    """The table of that page, `table` of a row being the paper's number."""
    rows = tuple(rows)
    costs = (count(row.config, row.crop_size) for row in rows)
    return _table(NETWORK_COLUMNS, map(_network, rows, costs)) + MORE


def _network(row, cost):
    linked = row.table[0].isdigit()
    score = f"{paper_score(row)} {row.metric}" if row.paper_value else ""
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


def _table(columns, lines) -> str:
    return Table(columns=columns, rows=tuple(lines)).markdown() + "\n"
