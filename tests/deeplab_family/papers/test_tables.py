import dataclasses

from deeplab_family.papers.abstract_build import Cost
from deeplab_family.papers.tables import networks_table
from tests.deeplab_family.papers.test_rows_table import BASE


def count(config, crop_size):
    assert crop_size == 513
    return Cost(parameters=39_048_533, multiply_adds=49_618_000_000)


def test_the_table_of_networks_links_their_papers():
    linked = dataclasses.replace(BASE, table="1706.05587")
    unlinked = dataclasses.replace(BASE, table="phones", paper_value=None)
    table = networks_table([linked, unlinked], count)
    _, _, first, second, *more = table.splitlines()
    assert "[1706.05587](https://arxiv.org/abs/1706.05587)" in first
    assert "| 76.6 mIoU, VOC 2012 val | `deeplab train DATA --net" in first
    assert "arxiv" not in second
    assert "(../papers/index.md)" in more[-1]
