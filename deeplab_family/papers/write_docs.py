"""Writes the papers' pages, their CSV file and the table of networks.

    python -m deeplab_family.papers.write_docs

Counts of networks that the files have already are read from them; another one
is built. `--count` builds all of them: minutes.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from deeplab_family.papers import PAPERS, experiments, networks, short_code
from deeplab_family.papers.abstract_build import Cost, cost
from deeplab_family.papers.experiments_csv import csv_costs, experiments_csv
from deeplab_family.papers.rows_table import rows_section
from deeplab_family.papers.tables import networks_table
from input_pipeline.atomic_files import write_atomic

ROOT = Path(__file__).parents[2]
BEGIN = "<!-- networks: written by deeplab_family.papers.write_docs -->"
END = "<!-- end of networks -->"
ROWS = (
    "<!-- rows: written by deeplab_family.papers.write_docs -->",
    "<!-- end of rows -->",
)
NETWORKS = "docs/networks/index.md"
CSV = "docs/papers/experiments.csv"
PAGES = {name: f"docs/papers/{name}.md" for name in PAPERS}
"""Page of each paper; what stands around its rows is written by hand."""


def between_markers(
    text: str, table: str, markers: tuple[str, str] = (BEGIN, END)
) -> str:
    """A text whose part between the two markers is replaced.

    Raises:
        ValueError: unless both markers stand in the text once, in order.
    """
    begin, end = markers
    head, *rest = text.split(begin)
    tail = rest[0].split(end) if len(rest) == 1 else []
    if len(tail) != 2:
        raise ValueError(
            f"The text must hold {begin!r} and, after it, {end!r} once each. "
            f"Received: {text.count(begin)} and {text.count(end)}"
        )
    return f"{head}{begin}\n{table}{end}{tail[1]}"


def main(root: Path = ROOT, again: bool = False) -> None:
    """Writes all files below the root of the repository, or none.

    Args:
        root: of the repository.
        again: count all networks, instead of reading counts from the files.

    Raises:
        OSError: if a page is not there.
        ValueError: if a page lacks its markers.
    """
    texts = {
        name: (root / name).read_text(encoding="utf-8")
        for name in (*PAGES.values(), NETWORKS)
    }
    table = root / CSV
    old = table.read_text(encoding="utf-8") if table.exists() else ""
    known = {} if again else written_costs(texts[NETWORKS]) | csv_costs(old)

    def count(config, crop_size):
        key = short_code(config), crop_size
        if key not in known:
            print(key[0], file=sys.stderr)
            known[key] = cost(config, crop_size)
        return known[key]

    for name, text in new_texts(texts, count).items():
        write_atomic(root / name, text)


def new_texts(texts: Mapping[str, str], count) -> dict[str, str]:
    """What the files hold, by their path below the root.

    Args:
        texts: of the pages, as they are.
        count: maps a config and the side of an image to a `Cost`.
    """
    found = experiments()
    written = {CSV: experiments_csv(found.values(), count)}
    for name, page in PAGES.items():
        of_paper = [e for a, e in found.items() if a.startswith(f"{name}/")]
        rows = rows_section(of_paper)
        written[page] = between_markers(texts[page], rows, ROWS)
    table = networks_table(networks(), count)
    written[NETWORKS] = between_markers(texts[NETWORKS], table)
    return written


def written_costs(page: str) -> dict[tuple[str, int], Cost]:
    """Costs that a page tells, by code and size.

    Args:
        page: Markdown with a table as `networks_table` writes it.
            Multiply-adds are as exact as they stand there.
    """
    found = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        for place, cell in enumerate(cells):
            if cell.startswith("`") and cell.endswith(")`"):
                size, parameters, work = cells[place + 1 : place + 4]
                found[cell.strip("`"), int(size)] = Cost(
                    parameters=int(parameters.replace(",", "")),
                    multiply_adds=round(float(work) * 1e9),
                )
    return found


if __name__ == "__main__":
    main(again="--count" in sys.argv[1:])
