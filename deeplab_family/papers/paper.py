"""A paper: where it is, what it compares, and what is not listed here."""

import dataclasses

from deeplab_family.papers.row import Row


@dataclasses.dataclass(frozen=True, kw_only=True)
class Paper:
    """The rows of one paper.

    Attributes:
        title: of the paper.
        arxiv: its number there, like "1706.05587".
        rows: in the order of its tables.
        remarks: figures, sources of numbers, and what has no row, with the
            reason.
    """

    title: str
    arxiv: str
    rows: tuple[Row, ...]
    remarks: str

    @property
    def url(self) -> str:
        """Address of the abstract."""
        return f"https://arxiv.org/abs/{self.arxiv}"

    @property
    def tables(self) -> dict[str, tuple[Row, ...]]:
        """The rows by table, in order."""
        names = dict.fromkeys(row.table for row in self.rows)
        return {
            name: tuple(row for row in self.rows if row.table == name)
            for name in names
        }
