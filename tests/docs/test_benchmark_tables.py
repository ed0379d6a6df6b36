"""Tables of measurements have a command and a date; modules exist."""

import importlib.util
import re

import pytest

from tests.docs.markdown_pages import PAGES, ROOT, name_of

BENCHMARKS = sorted((ROOT / "docs" / "benchmarks").glob("*.md"))
OURS = r"(?:benchmarks|pictures|tests|deeplab_family|input_pipeline|export)"
MODULE = re.compile(rf"python -m ({OURS}(?:\.\w+)*)")
COMMAND = re.compile(rf"python -m {OURS}\.\w+|\bdeeplab [a-z]|\bmake [a-z]")
DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b")
TABLE = re.compile(r"^\| ---", re.MULTILINE)


def unexplained(text: str) -> list[str]:
    """Sections with a table that lack a command, or a date.

    A date may stand before the first section, for all of them.
    """
    head, *sections = re.split(r"(?m)^## ", text)
    dated = DATE.search(head)
    return [
        section.splitlines()[0]
        for section in sections
        if TABLE.search(section)
        and not (COMMAND.search(section) and (dated or DATE.search(section)))
    ]


@pytest.mark.parametrize("page", BENCHMARKS, ids=name_of)
def test_a_table_has_its_command_and_its_date(page):
    assert unexplained(page.read_text(encoding="utf-8")) == []


def test_what_lacks_one_of_them_is_found():
    table = "| a |\n| --- |\n| 1 |\n"
    both = f"`python -m benchmarks.metric`, 2026-11-27\n\n{table}"
    assert unexplained(f"# X\n\n## One\n{both}\n## Two\nWords.\n") == []
    assert unexplained(f"# X\n\n## One\n{table}\n## Two\n{both}") == ["One"]
    undated = both.replace("2026-11-27", "lately")
    assert unexplained(f"# X\n\n## One\n{undated}") == ["One"]
    assert unexplained(f"# X, 2026-11-27\n\n## One\n{undated}") == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_modules_that_a_page_runs_exist(page):
    named = set(MODULE.findall(page.read_text(encoding="utf-8")))
    assert [n for n in named if importlib.util.find_spec(n) is None] == []
