from pathlib import Path

import pytest

from deeplab_family.papers import experiments, networks, short_code
from deeplab_family.papers.abstract_build import (
    Cost,
    cost,
)
from deeplab_family.papers.tables import networks_table, papers_page
from deeplab_family.papers.write_docs import (
    BEGIN,
    END,
    between_markers,
    main,
    written_costs,
)

ROOT = Path(__file__).parents[3]


def pages(count):
    listed = (ROOT / "docs/networks.md").read_text(encoding="utf-8")
    table = networks_table(networks(), count)
    return {
        "docs/papers.md": papers_page(experiments().values(), count),
        "docs/networks.md": between_markers(listed, table),
    }


def uncounted(config, crop_size):
    return Cost(parameters=0, multiply_adds=0)


@pytest.mark.parametrize("name", ["docs/papers.md", "docs/networks.md"])
def test_the_committed_file_is_that_of_the_code(name):
    """If not: python -m deeplab_family.papers.write_docs."""
    committed = (ROOT / name).read_text(encoding="utf-8")
    known = written_costs(committed)

    def written(config, crop_size):
        return known.get(
            (short_code(config), crop_size), uncounted(config, crop_size)
        )

    assert committed == pages(written)[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["docs/papers.md", "docs/networks.md"])
def test_the_committed_file_has_the_costs_of_the_networks(name):
    committed = (ROOT / name).read_text(encoding="utf-8")
    assert committed == pages(cost)[name]


def test_costs_are_read_from_either_table():
    page = (
        "| a | `p/t/a` | `X(n=2, m=(1, 2))` | 513 | 23,551,061 | 33.3 | 6 |\n"
        "| c | `Y()` | 65 | 7 | 0.5 | [1](https://a) | 2 mIoU |\n"
    )
    assert written_costs(page) == {
        ("X(n=2, m=(1, 2))", 513): Cost(
            parameters=23_551_061, multiply_adds=33_300_000_000
        ),
        ("Y()", 65): Cost(parameters=7, multiply_adds=500_000_000),
    }


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
    (tmp_path / "docs/networks.md").write_text(f"{BEGIN}\n{END}\n")
    main(tmp_path)
    assert (
        "## Large Kernel Matters" in (tmp_path / "docs/papers.md").read_text()
    )
    assert "GALD-Net" in (tmp_path / "docs/networks.md").read_text()


def test_another_page_or_a_page_without_markers_is_left_alone(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("deeplab_family.papers.write_docs.cost", uncounted)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/networks.md").write_text("mine")
    with pytest.raises(ValueError, match="once each"):
        main(tmp_path)
    assert not (tmp_path / "docs/papers.md").exists()

    listed = f"{BEGIN}\n{END}\n"
    (tmp_path / "docs/networks.md").write_text(listed)
    (tmp_path / "docs/papers.md").write_text("mine")
    with pytest.raises(ValueError, match="another page"):
        main(tmp_path)
    assert (tmp_path / "docs/papers.md").read_text() == "mine"
    assert (tmp_path / "docs/networks.md").read_text() == listed
