import csv
import io

from deeplab_family.papers.abstract_build import Cost
from deeplab_family.papers.experiments_csv import csv_costs, experiments_csv
from tests.deeplab_family.papers.test_rows_table import BASE, OTHER, experiment

COST = Cost(parameters=39_048_533, multiply_adds=49_600_000_000)


def count(config, crop_size):
    assert crop_size == 513
    return COST


def lines(*rows):
    return list(csv.DictReader(io.StringIO(experiments_csv(rows, count))))


def test_a_line_has_all_that_a_row_says():
    shares = {"training": "atrous/table-4/x", "stages": ("coco", "voc")}
    (line,) = lines(experiment(OTHER, **shares))
    assert line == {
        "address": "atrous/table-3/deep",
        "paper": "Atrous",
        "arxiv": "1706.05587",
        "table": "table 3",
        "row": "deep",
        "metric": "mIoU, VOC 2012 val",
        "paper_value": "76.6",
        "our_value": "",
        "status": "not run",
        "command": "deeplab train atrous/table-3/deep DATA",
        "base": "DeepLabV3Config(num_classes=21)",
        "change": "backbone.depth=101",
        "config": "DeepLabV3Config(num_classes=21, "
        "backbone=ResNetConfig(depth=101))",
        "size": "513",
        "parameters": "39048533",
        "multiply_adds_billions": "49.6",
        "scored": "stride 8",
        "scored_source": OTHER.protocol.source,
        "training_of": "atrous/table-4/x",
        "after_stage": "voc",
        "note": "training only: twice as long; inference only: stride 8",
        "instead": "Nothing stands in (docs/training/weights.md).",
    }


def test_a_training_of_its_own_is_not_shared():
    (line,) = lines(experiment(BASE))
    assert (line["training_of"], line["after_stage"]) == ("", "")


def test_costs_are_read_back():
    text = experiments_csv([experiment(BASE)], count)
    code = "DeepLabV3Config(num_classes=21)"
    assert csv_costs(text) == {(code, 513): COST}
    assert csv_costs("") == {}
