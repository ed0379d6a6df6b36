from pathlib import Path

import pytest

from deeplab_family.papers.readme_table import (
    BEGIN,
    END,
    HEADS,
    main,
    readme_table,
)
from deeplab_family.papers.write_docs import between_markers

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/networks/heads.md").read_text(encoding="utf-8")


def test_the_readme_has_the_table_of_the_page():
    """If not: python -m deeplab_family.papers.readme_table."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme_table(PAGE)
    assert readme == between_markers(readme, table, (BEGIN, END))


def test_a_row_has_the_numbers_of_its_head():
    row = "| DUC | 4.99 M | 1.58 G | 40 | 49.7 | 49.3-50.2 | -0.2 |"
    assert row in PAGE
    changed = PAGE.replace(row, "| DUC | 5 M | 1 G | 6 | 7 | 6-8 | 0.9 |")
    assert (
        "| DUC | 5 M | 6 | 7 (6-8) | 0.9 "
        "| [1702.08502](https://arxiv.org/abs/1702.08502) |"
    ) in readme_table(changed)


def test_a_head_that_is_gone_is_named():
    with pytest.raises(ValueError, match=r"Missing: \['GALD'\]"):
        readme_table(PAGE.replace("| GALD |", "| GALT |"))


def test_writes_between_the_markers(tmp_path):
    (tmp_path / "docs/networks").mkdir(parents=True)
    (tmp_path / "docs/networks/heads.md").write_text(PAGE)
    (tmp_path / "README.md").write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    main(tmp_path)
    text = (tmp_path / "README.md").read_text()
    assert text == f"before\n{BEGIN}\n{readme_table(PAGE)}{END}\nafter\n"
    assert text.count("arxiv.org") == len(HEADS)
