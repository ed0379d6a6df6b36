"""Diagrams of networks: their strides and rates are those of the config."""

import dataclasses
import re

import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import (
    DeepLabV3Config,
    DUCHDCConfig,
    GALDNetConfig,
    GCNConfig,
    VortexNetConfig,
)
from pictures import head_diagrams
from pictures.diagram import Box, Diagram, draw_diagram


def lines_of(diagram, name):
    return diagram.boxes[name].lines


def branches(diagram):
    return [b.lines for n, b in diagram.boxes.items() if n.startswith("branch")]


@pytest.mark.parametrize(
    ("stride", "rates", "res5"),
    [(16, (6, 12, 18), "rates 2, 4, 8"), (8, (12, 24, 36), "rates 4, 8, 16")],
)
def test_rates_follow_the_output_stride(stride, rates, res5):
    backbone = ResNetConfig(depth=50, output_stride=stride)
    config = DeepLabV3Config(num_classes=21, backbone=backbone)
    diagram = head_diagrams.deeplabv3(config)
    assert branches(diagram) == [
        ("1x1", "256 channels"),
        *((f"3x3, rate {rate}", "256 channels") for rate in rates),
        ("image pooling", "mean, 1x1"),
    ]
    assert lines_of(diagram, "res5") == ("res5", f"stride {stride}", res5)
    last = list(diagram.boxes)[-1]
    assert lines_of(diagram, last) == ("bilinear", f"x {stride}: logits")


def test_image_pooling_can_be_absent():
    config = DeepLabV3Config(num_classes=21, image_pooling=False)
    names = [lines[0] for lines in branches(head_diagrams.deeplabv3(config))]
    assert "image pooling" not in names
    assert len(names) == 4


def test_duc_has_the_scores_of_a_cell():
    config = DUCHDCConfig(num_classes=19, cell=1, atrous_rates=(2, 4))
    diagram = head_diagrams.duc_hdc(config)
    assert branches(diagram) == [
        ("3x3, rate 2", "8x8x19 channels"),
        ("3x3, rate 4", "8x8x19 channels"),
    ]
    assert lines_of(diagram, "res4")[2] == "rates 1, 2, 5, 9 ..."
    assert lines_of(diagram, "res5")[2] == "rates 5, 9, 17"
    assert lines_of(diagram, "end 1") == ("depth to space", "x 8")


def test_vortex_has_windows_as_wide_as_their_rates():
    diagram = head_diagrams.vortex(VortexNetConfig(num_classes=21))
    assert branches(diagram)[1:4] == [
        (f"mean {side} x {side}", f"3x3, rate {side}") for side in (3, 9, 27)
    ]


def test_gald_has_the_ratio_of_its_masks():
    config = GALDNetConfig(num_classes=19, mask_ratio=4, filters=64)
    diagram = head_diagrams.galdnet(config)
    assert lines_of(diagram, "masks") == ("2 depthwise", "3x3, stride 2")
    assert lines_of(diagram, "sigmoid") == ("bilinear x 4", "sigmoid: M")
    assert lines_of(diagram, "reduce") == ("3x3", "64 channels")
    assert {("back", "spread"), ("res5", "join")} < set(diagram.arrows)


@pytest.mark.parametrize(
    "change", [{"aggregation": "psp"}, {"arrangement": "ldga"}]
)
def test_another_gald_is_refused(change):
    config = GALDNetConfig(num_classes=19)
    with pytest.raises(ValueError, match="The diagram is of"):
        head_diagrams.galdnet(dataclasses.replace(config, **change))


@pytest.mark.parametrize("refined", [True, False])
def test_gcn_adds_four_score_maps(refined):
    config = GCNConfig(
        num_classes=21, kernel_size=7, boundary_refinement=refined
    )
    diagram = head_diagrams.gcn(config)
    for key, stride in (("res2", 4), ("res3", 8), ("res4", 16), ("res5", 32)):
        assert lines_of(diagram, key)[1] == f"stride {stride}"
        kernels = ("GCN", "7x1, 1x7 +", "1x7, 7x1")
        assert lines_of(diagram, f"{key} gcn") == kernels
    sums = [n for n in diagram.boxes if lines_of(diagram, n)[0] == "sum"]
    assert sums == ["res4 sum", "res3 sum", "res2 sum"]
    shown = [w for box in diagram.boxes.values() for w in box.lines]
    assert shown.count("refinement") == (9 if refined else 0)


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ((1, 1, 1), "rate 1"),
        ((4, 8, 16), "rates 4, 8, 16"),
        ((1, 2, 5, 9, 1, 2), "rates 1, 2, 5, 9 ..."),
    ],
)
def test_rates_in_few_words(rates, words):
    assert head_diagrams.rate_words(rates) == words


@pytest.mark.parametrize(
    ("head", "arxiv"),
    [
        ("deeplabv3", "1706.05587"),
        ("gcn", "1703.02719"),
        ("duc_hdc", "1702.08502"),
        ("galdnet", "1909.07229"),
        ("vortex", "1804.06242"),
    ],
)
def test_every_box_is_reached_and_leads_on(head, arxiv):
    config = head_diagrams.paper_config(arxiv)
    diagram = getattr(head_diagrams, head)(config)
    starts, ends = map(set, zip(*diagram.arrows, strict=True))
    assert set(diagram.boxes) - ends == {"image"}
    assert len(set(diagram.boxes) - starts) == 1
    places = [(box.column, box.row) for box in diagram.boxes.values()]
    assert len(set(places)) == len(places)


def test_words_are_escaped_and_arrows_end_at_boxes():
    boxes = {
        "a": Box(0, 0, ("<a> & b",), "data"),
        "b": Box(1, 1, ("b",), "head"),
    }
    svg = draw_diagram(Diagram("title", "sub", boxes, (("a", "b"),)))
    assert "&lt;a&gt; &amp; b" in svg
    box = re.findall(r' x="([\d.]+)" y="([\d.]+)" width="116"', svg)[1]
    path = re.search(r'd="M[\d.]+ [\d.]+H[\d.]+V([\d.]+)H([\d.]+)"', svg)
    assert float(path[2]) == float(box[0])
    assert float(path[1]) == float(box[1]) + 26
