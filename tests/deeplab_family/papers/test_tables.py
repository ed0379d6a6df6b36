import dataclasses

from deeplab_family.evaluation import Protocol
from deeplab_family.models import DeepLabV3Config
from deeplab_family.papers import Experiment, Paper, Row
from deeplab_family.papers.abstract_build import Cost
from deeplab_family.papers.tables import networks_table, papers_page

ROW = Row(
    table="table 3",
    name="block7",
    config=DeepLabV3Config(num_classes=21),
    paper_value=76.6,
    metric="mIoU, VOC 2012 val",
    crop_size=513,
    note="training only",
    protocol=Protocol().asking(output_stride=8),
    instead="Nothing stands in.",
)


def count(config, crop_size):
    assert crop_size == 513
    return Cost(parameters=39_048_533, multiply_adds=49_618_000_000)


def test_a_row_tells_config_cost_and_scores():
    paper = Paper(title="Atrous", arxiv="1706.05587", rows=(ROW,), remarks="!")
    one = Experiment(
        address="atrous/table-3/block7",
        paper=paper,
        row=ROW,
        training="atrous/table-4/block8",
        stages=("coco",),
    )
    page = papers_page([one], count)
    assert "## Atrous\n\n<https://arxiv.org/abs/1706.05587>. !\n" in page
    assert "### Table 3: mIoU, VOC 2012 val\n" in page
    assert (
        "| block7 | `atrous/table-3/block7` | `DeepLabV3Config(num_classes=21)`"
        " | 513 | 39,048,533 | 49.6 | 76.6 | stride 8 "
        "| `atrous/table-4/block8` after coco | training only |\n"
    ) in page
    assert page.endswith("\n- All rows: Nothing stands in.\n")


def test_the_table_of_networks_links_their_papers():
    linked = dataclasses.replace(ROW, table="1706.05587")
    unlinked = dataclasses.replace(ROW, table="phones", paper_value=None)
    table = networks_table([linked, unlinked], count)
    _, _, first, second, *more = table.splitlines()
    assert "[1706.05587](https://arxiv.org/abs/1706.05587)" in first
    assert "| 76.6 mIoU, VOC 2012 val | `deeplab train DATA --net" in first
    assert "arxiv" not in second
    assert "(docs/papers.md)" in more[-1]
