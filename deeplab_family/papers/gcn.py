"""The rows of GCN's tables.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, tables 1 to 10.
"""

import dataclasses

from deeplab_family.backbones import ResNetConfig, ResNetGCNConfig
from deeplab_family.models import GCNConfig
from deeplab_family.papers.row import Paper, Row

VOC = {"metric": "mIoU, VOC 2012 val", "crop_size": 512}
GCN_SCORES = {3: 70.1, 5: 71.1, 7: 72.8, 9: 73.4, 11: 73.7, 13: 74.0, 15: 74.5}
MULTI_SCALE = "inference only: more scales"
CRF = "inference only: more scales, dense CRF"


def undilated(depth: int) -> ResNetConfig:
    """The trunk of this paper: a ResNet as it classifies, stride 32."""
    return ResNetConfig(depth=depth, output_stride=32, multi_grid=(1, 1, 1))


def gcn(kernel_size: int = 15, **fields) -> GCNConfig:
    """ "GCN" of the tables: ResNet-152, without boundary refinement."""
    fields = {"boundary_refinement": False, **fields}
    return GCNConfig(
        num_classes=21,
        backbone=undilated(152),
        kernel_size=kernel_size,
        **fields,
    )


def baseline() -> GCNConfig:
    """ "Baseline" of the tables: 1x1 convolutions instead."""
    return gcn(head="conv1x1")


def refined() -> GCNConfig:
    """ "GCN + BR", the paper's network."""
    return gcn(boundary_refinement=True)


def table_1() -> tuple[Row, ...]:
    """Kernel sizes."""
    first = _voc("table 1", "baseline", baseline(), 69.0)
    return (first, *(_kernel("table 1", size) for size in GCN_SCORES))


def table_2() -> tuple[Row, ...]:
    """Global convolution against one large kernel."""
    scores = {3: 69.8, 5: 70.4, 7: 69.6, 9: 68.8}
    trivial = (
        _voc("table 2", f"conv, k = {k}", gcn(k, head="trivial"), score)
        for k, score in scores.items()
    )
    return (*(_kernel("table 2", size) for size in scores), *trivial)


def table_3() -> tuple[Row, ...]:
    """Global convolution against stacks of 3x3 convolutions."""
    scores = {3: 69.8, 5: 71.8, 7: 71.3, 9: 69.5, 11: 67.5}
    stacks = (
        _voc("table 3", f"stack, k = {k}", gcn(k, head="stack"), score)
        for k, score in scores.items()
    )
    return (*(_kernel("table 3", size) for size in scores), *stacks)


def table_4() -> tuple[Row, ...]:
    """Channels inside the stacks."""
    scores = {2048: 71.3, 1024: 70.4, 210: 68.8}
    stacks = (
        _voc(
            "table 4",
            f"stack, m = {channels}",
            gcn(7, head="stack", stack_channels=channels),
            score,
        )
        for channels, score in scores.items()
    )
    return (*stacks, _kernel("table 4", 7))


def table_5() -> tuple[Row, ...]:
    """Where the gain is: near boundaries or inside."""
    variants = (
        ("baseline", baseline(), 69.0, (71.3, 93.9)),
        ("GCN", gcn(), 74.5, (71.5, 95.0)),
        ("GCN + BR", refined(), 74.7, (73.4, 95.1)),
    )
    return tuple(
        dataclasses.replace(
            _voc("table 5", name, config, score),
            note=f"accuracy near boundaries {near}, inside {inside}",
        )
        for name, config, score, (near, inside) in variants
    )


def table_6() -> tuple[Row, ...]:
    """The paper's own trunk, and a ResNet-50 beside it."""
    trunks = (
        ("ResNet-50", undilated(50), (65.7, 72.3)),
        ("ResNet50-GCN", ResNetGCNConfig(), (71.2, 72.5)),
    )
    heads = (("baseline", baseline()), ("GCN + BR", refined()))
    return tuple(
        _voc(
            "table 6",
            f"{trunk}, {head}",
            dataclasses.replace(config, backbone=backbone),
            score,
        )
        for trunk, backbone, scores in trunks
        for (head, config), score in zip(heads, scores, strict=True)
    )


def table_7() -> tuple[Row, ...]:
    """Stages of training on VOC, and inference."""
    stages = (
        ("COCO, SBD and VOC", 640),
        ("then SBD and VOC", 512),
        ("then VOC", 512),
    )
    networks = (
        ("baseline", baseline(), (69.6, 72.4, 74.0)),
        ("GCN", gcn(), (74.1, 77.6, 78.7)),
        ("GCN + BR", refined(), (75.0, 78.6, 80.3)),
    )
    trained = tuple(
        Row(
            table="table 7",
            name=f"{name}, stage {stage}",
            config=config,
            paper_value=score,
            metric=VOC["metric"],
            crop_size=crop,
            note=f"training only: {data}",
        )
        for name, config, scores in networks
        for stage, ((data, crop), score) in enumerate(
            zip(stages, scores, strict=True), start=1
        )
    )
    inference = (("MS", 80.4, MULTI_SCALE), ("MS, CRF", 81.0, CRF))
    return trained + tuple(
        dataclasses.replace(trained[-1], name=name, paper_value=s, note=note)
        for name, s, note in (
            (f"GCN + BR, stage 3, {how}", s, note) for how, s, note in inference
        )
    )


def table_8() -> tuple[Row, ...]:
    """The test set of VOC."""
    row = Row(
        table="table 8",
        name="our approach",
        config=refined(),
        paper_value=82.2,
        metric="mIoU, VOC 2012 test",
        crop_size=512,
        note="training only: three stages; " + CRF,
    )
    return (row,)


def table_9() -> tuple[Row, ...]:
    """Stages of training on Cityscapes, and inference."""
    variants = (
        ("stage 1", 73.0, "training only: coarse labels too"),
        ("stage 2", 76.9, "training only: then fine labels"),
        ("stage 2, MS", 77.2, MULTI_SCALE),
        ("stage 2, MS, CRF", 77.4, CRF),
    )
    return tuple(
        _cityscapes("table 9", name, score, "val", note)
        for name, score, note in variants
    )


def table_10() -> tuple[Row, ...]:
    """The test set of Cityscapes."""
    return (_cityscapes("table 10", "our approach", 76.9, "test", ""),)


def figure_4() -> tuple[Row, ...]:
    """The four heads."""
    heads = (
        ("A, global convolution", gcn()),
        ("B, 1x1 convolution", baseline()),
        ("C, k x k convolution", gcn(7, head="trivial")),
        ("D, stack of 3x3 convolutions", gcn(7, head="stack")),
    )
    return tuple(_voc("figure 4", name, config, None) for name, config in heads)


def paper() -> Paper:
    """GCN with all its rows."""
    return Paper(
        title="Large Kernel Matters: Improve Semantic Segmentation by Global "
        "Convolutional Network",
        arxiv="1703.02719",
        rows=(
            *(*table_1(), *table_2(), *table_3(), *table_4(), *table_5()),
            *(*table_6(), *table_7(), *table_8(), *table_9(), *table_10()),
            *figure_4(),
        ),
        remarks="Figure 2 is GCN + BR; figure 5 and table 11 are the trunk "
        "`ResNetGCNConfig`. The stacks of table 3 keep the channels of each "
        "map, which the paper states for its deepest one. Table 6 also lists "
        "errors on ImageNet. Rows of other authors in tables 8 and 10 are left "
        "out.",
    )


def _voc(table, name, config, score):
    return Row(table=table, name=name, config=config, paper_value=score, **VOC)


def _kernel(table, size):
    return _voc(table, f"GCN, k = {size}", gcn(size), GCN_SCORES[size])


def _cityscapes(table, name, score, split, note):
    config = dataclasses.replace(refined(), num_classes=19, kernel_size=25)
    return Row(
        table=table,
        name=name,
        config=config,
        paper_value=score,
        metric=f"mIoU, Cityscapes {split}",
        crop_size=800,
        note=note,
    )
