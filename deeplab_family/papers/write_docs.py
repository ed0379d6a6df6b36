"""Writes docs/papers.md and the table of docs/networks.md.

    python -m deeplab_family.papers.write_docs

Counts of networks that the page has already are read from it; another one is
built. `--count` builds all of them: minutes.
"""

import sys
from pathlib import Path

from deeplab_family.papers import experiments, networks, short_code
from deeplab_family.papers.abstract_build import Cost, cost
from deeplab_family.papers.tables import networks_table, papers_page
from input_pipeline.atomic_files import write_atomic

ROOT = Path(__file__).parents[2]
BEGIN = "<!-- networks: written by deeplab_family.papers.write_docs -->"
END = "<!-- end of networks -->"


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
    """Writes both files below the root of the repository, or none.

    Args:
        root: of the repository.
        again: count all networks, instead of reading counts from the files.

    Raises:
        ValueError: if `docs/papers.md` is another page, or `docs/networks.md`
            lacks the markers.
    """
    page, listed = root / "docs" / "papers.md", root / "docs" / "networks.md"
    before = listed.read_text(encoding="utf-8")
    between_markers(before, "")
    old = page.read_text(encoding="utf-8") if page.exists() else ""
    _refuse_other_page(page, old)
    known = {} if again else written_costs(old) | written_costs(before)

    def count(config, crop_size):
        key = short_code(config), crop_size
        if key not in known:
            print(key[0], file=sys.stderr)
            known[key] = cost(config, crop_size)
        return known[key]

    rows = papers_page(experiments().values(), count)
    text = between_markers(before, networks_table(networks(), count))
    write_atomic(page, rows)
    write_atomic(listed, text)


def written_costs(page: str) -> dict[tuple[str, int], Cost]:
    """Costs that a page tells, by code and size.

    Args:
        page: Markdown with tables as `papers_page` and `networks_table` write
            them. Multiply-adds are as exact as they stand there.
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


def _refuse_other_page(page: Path, old: str) -> None:
    title = papers_page((), cost).partition("\n")[0]
    if old and not old.startswith(f"{title}\n"):
        raise ValueError(
            f"{page} does not begin with {title!r}, so it is another page and "
            "is left untouched. Move it."
        )


if __name__ == "__main__":
    main(again="--count" in sys.argv[1:])
