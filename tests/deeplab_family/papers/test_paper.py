import pytest

from deeplab_family.papers import PAPERS

PAGES = {name: make() for name, make in PAPERS.items()}


def test_tables_keep_the_order_of_rows():
    paper = PAGES["gcn"]
    rows = tuple(row for rows in paper.tables.values() for row in rows)
    assert rows == paper.rows
    assert list(paper.tables)[:2] == ["table 1", "table 2"]


@pytest.mark.parametrize("name", PAPERS)
def test_a_row_is_found_by_table_and_name(name):
    keys = [(row.table, row.name) for row in PAGES[name].rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", PAPERS)
def test_a_table_has_one_metric(name):
    for rows in PAGES[name].tables.values():
        assert len({row.metric for row in rows}) == 1


@pytest.mark.parametrize("name", PAPERS)
def test_rows_of_one_network_and_two_scores_say_why(name):
    """Otherwise one of them is not the network of the paper."""
    for rows in PAGES[name].tables.values():
        scores = {}
        for row in rows:
            key = (row.config, row.crop_size, row.note)
            scores.setdefault(key, set()).add(row.paper_value)
        assert all(len(alike) == 1 for alike in scores.values()), name
