from pathlib import Path

import pytest

from deeplab_family.papers import experiments, short_code
from deeplab_family.papers.abstract_build import Cost, cost
from deeplab_family.papers.experiments_csv import csv_costs
from deeplab_family.papers.write_docs import (
    BEGIN,
    CSV,
    END,
    NETWORKS,
    PAGES,
    ROWS,
    between_markers,
    main,
    new_texts,
    written_costs,
)

ROOT = Path(__file__).parents[3]


FILES = (*PAGES.values(), CSV, NETWORKS)


def committed():
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in FILES}


def uncounted(config, crop_size):
    return Cost(parameters=0, multiply_adds=0)


@pytest.fixture(scope="module")
def written():
    """The files as the code writes them, with the costs they tell."""
    texts = committed()
    known = written_costs(texts[NETWORKS]) | csv_costs(texts[CSV])

    def count(config, crop_size):
        key = short_code(config), crop_size
        return known.get(key, uncounted(config, crop_size))

    return new_texts(texts, count)


@pytest.mark.parametrize("name", FILES)
def test_the_committed_file_is_that_of_the_code(name, written):
    """If not: python -m deeplab_family.papers.write_docs."""
    assert committed()[name] == written[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", [CSV, NETWORKS])
def test_the_committed_file_has_the_costs_of_the_networks(name):
    texts = committed()
    assert texts[name] == new_texts(texts, cost)[name]


def test_costs_are_read_from_a_table():
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


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A root whose pages hold their markers and nothing else."""
    monkeypatch.setattr("deeplab_family.papers.write_docs.cost", uncounted)
    for name in (*PAGES.values(), NETWORKS):
        begin, end = (BEGIN, END) if name == NETWORKS else ROWS
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"mine\n{begin}\n{end}\n")
    return tmp_path


def test_writes_all_files(root):
    main(root)
    assert "| GALD-Net, ResNet-50 |" in (root / NETWORKS).read_text()
    table = (root / CSV).read_text().splitlines()
    assert len(table) == 1 + len(experiments())
    for name, page in PAGES.items():
        text = (root / page).read_text()
        own = [a for a in experiments() if a.startswith(f"{name}/")]
        assert text.startswith("mine\n")
        assert text.count("deeplab train ") == len(own) > 5


def test_pages_without_markers_are_left_alone(root):
    page = root / PAGES["gcn"]
    page.write_text("mine")
    with pytest.raises(ValueError, match="once each"):
        main(root)
    assert page.read_text() == "mine"
    assert not (root / CSV).exists()
