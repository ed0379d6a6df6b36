from benchmarks.networks import contestant, segmenting
from deeplab_family.papers.network_table import networks


def test_a_contestant_answers_at_full_size():
    row = next(row for row in networks() if "MobileNetV2" in row.name)
    step = contestant(row, 65)
    assert step.run().shape == (1, 65, 65, row.config.num_classes)
    assert "G multiply-adds" in step.note


def test_detectors_take_no_part():
    names = [row.name for row in segmenting()]
    assert [row.name for row in networks() if row.name not in names] == [
        "Faster R-CNN with GALD, ResNet-101",
        "Mask R-CNN with GALD, ResNet-101",
    ]
