import dataclasses

from deeplab_family.models import DeepLabV3Config
from deeplab_family.papers import Row
from deeplab_family.papers.abstract_build import Cost
from deeplab_family.papers.tables import networks_table

ROW = Row(
    table="table 3",
    name="block7",
    config=DeepLabV3Config(num_classes=21),
    paper_value=76.6,
    metric="mIoU, VOC 2012 val",
    crop_size=513,
)


def count(config, crop_size):
    assert crop_size == 513
    return Cost(parameters=39_048_533, multiply_adds=49_618_000_000)


def test_the_table_of_networks_links_their_papers():
    linked = dataclasses.replace(ROW, table="1706.05587")
    unlinked = dataclasses.replace(ROW, table="phones", paper_value=None)
    table = networks_table([linked, unlinked], count)
    _, _, first, second, *more = table.splitlines()
    assert "[1706.05587](https://arxiv.org/abs/1706.05587)" in first
    assert "| 76.6 mIoU, VOC 2012 val | `deeplab train DATA --net" in first
    assert "arxiv" not in second
    assert "(../papers/index.md)" in more[-1]
