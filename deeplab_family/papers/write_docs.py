"""Writes docs/papers.md and the README's table of networks.

    python -m deeplab_family.papers.write_docs

Builds every network once: minutes.
"""

import sys
from pathlib import Path

from deeplab_family.papers import PAPERS, networks, short_code
from deeplab_family.papers.abstract_build import cost
from deeplab_family.papers.tables import networks_table, papers_page
from input_pipeline.atomic_files import write_atomic

ROOT = Path(__file__).parents[2]
BEGIN = "<!-- networks: written by deeplab_family.papers.write_docs -->"
END = "<!-- end of networks -->"


def between_markers(text: str, table: str) -> str:
    """A text whose part between the two markers is replaced.

    Raises:
        ValueError: unless both markers stand in the text once, in order.
    """
    head, *rest = text.split(BEGIN)
    tail = rest[0].split(END) if len(rest) == 1 else []
    if len(tail) != 2:
        raise ValueError(
            f"The text must hold {BEGIN!r} and, after it, {END!r} once each. "
            f"Received: {text.count(BEGIN)} and {text.count(END)}"
        )
    return f"{head}{BEGIN}\n{table}{END}{tail[1]}"


def main(root: Path = ROOT) -> None:
    """Writes both files below the root of the repository, or none.

    Raises:
        ValueError: if `docs/papers.md` is another page, or the README lacks
            the markers.
    """
    page, readme = root / "docs" / "papers.md", root / "README.md"
    between_markers(readme.read_text(encoding="utf-8"), "")
    _refuse_other_page(page)
    papers = tuple(make() for make in PAPERS.values())
    rows = papers_page(papers, _counted)
    table = networks_table(networks(), _counted)
    text = between_markers(readme.read_text(encoding="utf-8"), table)
    write_atomic(page, rows)
    write_atomic(readme, text)


def _refuse_other_page(page: Path) -> None:
    if not page.exists():
        return
    title = papers_page((), _counted).partition("\n")[0]
    if not page.read_text(encoding="utf-8").startswith(f"{title}\n"):
        raise ValueError(
            f"{page} does not begin with {title!r}, so it is another page and "
            "is left untouched. Move it."
        )


def _counted(config, crop_size):
    print(short_code(config), file=sys.stderr)
    return cost(config, crop_size)


if __name__ == "__main__":
    main()
