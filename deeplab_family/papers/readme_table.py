"""Table of the papers' heads in the README, from docs/networks/heads.md.

python -m deeplab_family.papers.readme_table
"""

from pathlib import Path

from deeplab_family.console.markdown_table import markdown_rows
from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.papers import papers
from deeplab_family.papers.write_docs import ROOT, between_markers
from input_pipeline.atomic_files import write_atomic

BEGIN = "<!-- heads: written by deeplab_family.papers.readme_table -->"
END = "<!-- end of heads -->"

HEADS = {
    "DeepLabv3": ("DeepLabv3", "deeplabv3"),
    "GCN k=7": ("GCN, k = 7", "gcn"),
    "DUC": ("DUC", "duc_hdc"),
    "GALD": ("GALD", "galdnet"),
    "Vortex B": ("Vortex pooling B", "vortex"),
}
"""Row of heads.md: name in the README, and its paper's in `papers()`."""

COLUMNS = (
    *words("head"),
    *numbers("parameters", "ms", "mIoU", "int8 drop, points"),
    *words("paper"),
)


def readme_table(page: str) -> str:
    """The table as Markdown, one head a row.

    Args:
        page: text of docs/networks/heads.md.

    Raises:
        ValueError: if the page has no table of heads, or one of `HEADS` is
            not in it.
    """
    measured = {row["head"]: row for row in markdown_rows(page, "head")}
    missing = [head for head in HEADS if head not in measured]
    if missing:
        raise ValueError(
            "docs/networks/heads.md must have a row for each of "
            f"{list(HEADS)}. Missing: {missing}"
        )
    rows = tuple(_row(measured[head], *HEADS[head]) for head in HEADS)
    return Table(columns=COLUMNS, rows=rows).markdown() + "\n"


def _row(measured: dict[str, str], name: str, paper: str) -> tuple[str, ...]:
    url = papers()[paper].url
    return (
        name,
        measured["parameters"],
        measured["ms"],
        f"{measured['mIoU']} ({measured['least-most']})",
        measured["int8 drop, points"],
        f"[{url.rpartition('/')[2]}]({url})",
    )


def main(root: Path = ROOT) -> None:
    """Writes the table into the README below the root of the repository."""
    heads = (root / "docs/networks/heads.md").read_text(encoding="utf-8")
    readme = root / "README.md"
    before = readme.read_text(encoding="utf-8")
    table = readme_table(heads)
    write_atomic(readme, between_markers(before, table, (BEGIN, END)))


if __name__ == "__main__":
    main()
