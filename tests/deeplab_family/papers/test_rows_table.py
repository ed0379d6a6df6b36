import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.evaluation import Protocol
from deeplab_family.models import DeepLabV3Config, GCNConfig
from deeplab_family.papers import Experiment, Paper, Row
from deeplab_family.papers.rows_table import base_configs, rows_section
from deeplab_family.recipes.deeplabv3 import voc_deeplabv3, voc_deeplabv3_full

BASE = Row(
    table="table 3",
    name="block7",
    config=DeepLabV3Config(num_classes=21),
    paper_value=76.6,
    metric="mIoU, VOC 2012 val",
    crop_size=513,
    protocol=Protocol(),
    recipe=voc_deeplabv3(),
)
OTHER = dataclasses.replace(
    BASE,
    name="deep",
    config=DeepLabV3Config(num_classes=21, backbone=ResNetConfig(depth=101)),
    note="training only: twice as long; inference only: stride 8",
    recipe=voc_deeplabv3_full(),
    protocol=Protocol().asking(output_stride=8),
    instead="Nothing stands in (docs/training/weights.md).",
)
UNKNOWN = dataclasses.replace(OTHER, name="unknown", paper_value=None)
ROWS = (BASE, dataclasses.replace(BASE, name="again"), OTHER, UNKNOWN)
PAPER = Paper(title="Atrous", arxiv="1706.05587", rows=ROWS, remarks="!")
HEAD = (
    "| row | change | paper | ours | command | status |\n"
    "| --- | --- | --- | --- | --- | --- |\n"
)


def experiment(row, **words):
    address = f"atrous/{row.place}"
    words = {"training": address, "stages": ()} | words
    return Experiment(address=address, paper=PAPER, row=row, **words)


def test_the_base_is_what_most_rows_of_its_kind_have():
    large = dataclasses.replace(BASE, config=GCNConfig(num_classes=21))
    assert base_configs((*ROWS, large)) == {
        DeepLabV3Config: BASE.config,
        GCNConfig: large.config,
    }


def test_rows_tell_what_differs_and_what_to_type():
    shared = {"training": "atrous/table-4/x", "stages": ("coco",)}
    section = rows_section(
        [experiment(BASE), experiment(OTHER, **shared), experiment(UNKNOWN)]
    )
    assert section == (
        "## Rows\n\nChanges are relative to\n\n"
        "- `DeepLabV3Config(num_classes=21)`\n\n"
        '"Ours" is empty and "status" says "not run" throughout: no training '
        "at the paper's scale has been made with this code. It takes GPUs and "
        "[the data](../data/datasets.md) `voc` and `coco`: the rows share 2 "
        "trainings, each of 480,000 to 3,920,000 images.\n\n!\n\n"
        f"## Table 3: mIoU, VOC 2012 val\n\n{HEAD}"
        "| block7 | none | 76.6 |  "
        "| `deeplab train atrous/table-3/block7 DATA` | not run |\n"
        "| deep | `backbone.depth=101`; scored: stride 8; training: twice as "
        "long; training of `atrous/table-4/x` after coco | 76.6 |  "
        "| `deeplab train atrous/table-3/deep DATA` | not run, see 1 |\n"
        "| unknown | `backbone.depth=101`; scored: stride 8; training: twice "
        "as long |  |  "
        "| `deeplab train atrous/table-3/unknown DATA` | not run, see 1 |\n"
        "\n1. Nothing stands in ([weights](../training/weights.md)).\n"
    )
