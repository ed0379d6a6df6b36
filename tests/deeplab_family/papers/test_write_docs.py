from pathlib import Path

import pytest

from deeplab_family.papers import PAPERS, networks
from deeplab_family.papers.abstract_build import (
    Cost,
    cost,
)
from deeplab_family.papers.tables import networks_table, papers_page
from deeplab_family.papers.write_docs import BEGIN, END, between_markers, main

ROOT = Path(__file__).parents[3]


def pages(count):
    papers = tuple(make() for make in PAPERS.values())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = networks_table(networks(), count)
    return {
        "docs/papers.md": papers_page(papers, count),
        "README.md": between_markers(readme, table),
    }


def uncounted(config, crop_size):
    return Cost(parameters=0, multiply_adds=0)


def without_costs(text):
    lines = []
    for line in text.splitlines():
        cells = line.split(" | ")
        if len(cells) == 8:
            del cells[3:5]
        lines.append(" | ".join(cells))
    return lines


@pytest.mark.parametrize("name", ["docs/papers.md", "README.md"])
def test_the_committed_file_has_the_rows_of_the_code(name):
    """If not: python -m deeplab_family.papers.write_docs."""
    committed = (ROOT / name).read_text(encoding="utf-8")
    assert without_costs(committed) == without_costs(pages(uncounted)[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["docs/papers.md", "README.md"])
def test_the_committed_file_has_the_costs_of_the_networks(name):
    committed = (ROOT / name).read_text(encoding="utf-8")
    assert committed == pages(cost)[name]


def test_only_what_lies_between_the_markers_changes():
    text = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert between_markers(text, "new\n") == (
        f"before\n{BEGIN}\nnew\n{END}\nafter\n"
    )


@pytest.mark.parametrize(
    "text", ["", BEGIN, f"{END}{BEGIN}", f"{BEGIN}{BEGIN}{END}"]
)
def test_missing_markers_are_named(text):
    with pytest.raises(ValueError, match="once each"):
        between_markers(text, "new\n")


def test_writes_both_files(tmp_path, monkeypatch):
    monkeypatch.setattr("deeplab_family.papers.write_docs.cost", uncounted)
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(f"{BEGIN}\n{END}\n")
    main(tmp_path)
    assert (
        "## Large Kernel Matters" in (tmp_path / "docs/papers.md").read_text()
    )
    assert "GALD-Net" in (tmp_path / "README.md").read_text()


def test_another_page_or_a_readme_without_markers_is_left_alone(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("deeplab_family.papers.write_docs.cost", uncounted)
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(ValueError, match="once each"):
        main(tmp_path)
    assert not (tmp_path / "docs/papers.md").exists()

    readme = f"{BEGIN}\n{END}\n"
    (tmp_path / "README.md").write_text(readme)
    (tmp_path / "docs/papers.md").write_text("mine")
    with pytest.raises(ValueError, match="another page"):
        main(tmp_path)
    assert (tmp_path / "docs/papers.md").read_text() == "mine"
    assert (tmp_path / "README.md").read_text() == readme
