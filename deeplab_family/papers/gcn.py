"""The rows of GCN's tables.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, tables 1 to 10.
"""

import dataclasses

from deeplab_family.backbones import ResNetConfig, ResNetGCNConfig
from deeplab_family.evaluation.protocol import Protocol
from deeplab_family.inference.dense_crf import CRF_PRESETS
from deeplab_family.inference.inference_config import SCALES, InferenceConfig
from deeplab_family.inference.windows import Windows
from deeplab_family.models import GCNConfig
from deeplab_family.papers.prefix import up_to
from deeplab_family.papers.row import Paper, Row
from deeplab_family.recipes import Recipe, Stage, StagedRecipe
from deeplab_family.recipes import gcn as recipes

VOC = {"metric": "mIoU, VOC 2012 val", "crop_size": 512}
GCN_SCORES = {3: 70.1, 5: 71.1, 7: 72.8, 9: 73.4, 11: 73.7, 13: 74.0, 15: 74.5}
MULTI_SCALE = "inference only: six scales"
CRF = "inference only: six scales, dense CRF"
SIX_SCALES = SCALES["gcn"]
"""DeepLabv3's; the paper says neither which scales nor whether to mirror."""

DEEPLAB_CRF = CRF_PRESETS["deeplab"]
"""Of DeepLab's script; the paper gives no numbers."""

VAL = Protocol(eval_size=(512, 512), source="section 4.1: padded to 512")
BOUNDARIES = dataclasses.replace(VAL, measures=("boundary",))
"""Table 5: near are at most 7 pixels."""

STREETS = Protocol(
    inference=InferenceConfig(
        windows=Windows(tile=1024, stride=342, even=True)
    ),
    source='section 4.3: "four 1024 x 1024 crops", whose scores are fused; '
    "that they are spread evenly and averaged as probabilities is ours",
)
ON_TEST_SERVER = "The labels of the test set are not public: val is scored."
NO_BACKBONE = (
    "Nobody publishes ImageNet weights for this backbone: --weights FILE names "
    "yours, or --weights none --train.freeze --batch-size 2 starts fresh."
)


def undilated(depth: int) -> ResNetConfig:
    """The backbone of this paper: a ResNet as it classifies, stride 32."""
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
    """Accuracy near boundaries and inside."""
    variants = (
        ("baseline", baseline(), 69.0, (71.3, 93.9)),
        ("GCN", gcn(), 74.5, (71.5, 95.0)),
        ("GCN + BR", refined(), 74.7, (73.4, 95.1)),
    )
    return tuple(
        dataclasses.replace(
            _voc("table 5", name, config, score),
            note=f"accuracy near boundaries {near}, inside {inside}",
            protocol=BOUNDARIES,
        )
        for name, config, score, (near, inside) in variants
    )


def table_6() -> tuple[Row, ...]:
    """The paper's own backbone, and a ResNet-50 beside it."""
    backbones = (
        ("ResNet-50", undilated(50), (65.7, 72.3), ""),
        ("ResNet50-GCN", ResNetGCNConfig(), (71.2, 72.5), NO_BACKBONE),
    )
    heads = (("baseline", baseline()), ("GCN + BR", refined()))
    return tuple(
        dataclasses.replace(
            _voc(
                "table 6",
                f"{kind}, {head}",
                dataclasses.replace(config, backbone=backbone),
                score,
            ),
            instead=instead,
        )
        for kind, backbone, scores, instead in backbones
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
            recipe=up_to(_full(config), f"stage{stage}"),
            protocol=VAL,
        )
        for name, config, scores in networks
        for stage, ((data, crop), score) in enumerate(
            zip(stages, scores, strict=True), start=1
        )
    )
    inference = (("MS", 80.4, MULTI_SCALE), ("MS, CRF", 81.0, CRF))
    return trained + tuple(
        _inferred(
            dataclasses.replace(
                trained[-1], name=f"GCN + BR, stage 3, {how}", paper_value=score
            ),
            note,
        )
        for how, score, note in inference
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
        recipe=_full(refined()),
        protocol=VAL,
        instead=ON_TEST_SERVER,
    )
    return (_inferred(row, CRF, "training only: three stages; "),)


def table_9() -> tuple[Row, ...]:
    """Stages of training on Cityscapes, and inference."""
    first, second = (
        up_to(recipes.cityscapes_gcn(), name) for name in ("stage1", "stage2")
    )
    fine = _cityscapes("table 9", "stage 2", 76.9, "val", second)
    variants = (("MS", 77.2, MULTI_SCALE), ("MS, CRF", 77.4, CRF))
    return (
        dataclasses.replace(
            _cityscapes("table 9", "stage 1", 73.0, "val", first),
            note="training only: coarse labels too",
        ),
        dataclasses.replace(fine, note="training only: then fine labels"),
        *(
            _inferred(
                dataclasses.replace(
                    fine, name=f"stage 2, {how}", paper_value=score
                ),
                note,
            )
            for how, score, note in variants
        ),
    )


def table_10() -> tuple[Row, ...]:
    """The test set of Cityscapes: "our best model", with scales and CRF."""
    row = _cityscapes(
        "table 10", "our approach", 76.9, "test", recipes.cityscapes_gcn()
    )
    row = dataclasses.replace(row, instead=ON_TEST_SERVER)
    return (_inferred(row, CRF, "training only: two stages; "),)


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
        remarks="Figure 2 is GCN + BR; figure 5 and table 11 are the backbone "
        "`ResNetGCNConfig`. The stacks of table 3 keep the channels of each "
        "map, which the paper states for its deepest one. Table 6 also lists "
        "errors on ImageNet. After stage 1 of table 7, too, val is padded to "
        "512; the paper says 640 of this stage and not whether for val. Rows "
        "of other authors in tables 8 and 10 are left out.",
    )


def _voc(table, name, config, score):
    return Row(
        table=table,
        name=name,
        config=config,
        paper_value=score,
        recipe=_on(recipes.voc_gcn(), config),
        protocol=VAL,
        **VOC,
    )


def _on(recipe: Recipe, config: GCNConfig) -> Recipe:
    return dataclasses.replace(recipe, model=config)


def _full(config: GCNConfig) -> StagedRecipe:
    """The three stages of section 4.2 with another network."""
    return StagedRecipe(
        stages=tuple(
            Stage(name=stage.name, recipe=_on(stage.recipe, config))
            for stage in recipes.voc_gcn_full().stages
        )
    )


def _inferred(row: Row, note: str, training: str = "") -> Row:
    """The row with more scales, and with the CRF where its note names one."""
    crf = DEEPLAB_CRF if note == CRF else None
    protocol = dataclasses.replace(
        row.protocol.asking(scales=SIX_SCALES, crf=crf),
        source=f"{row.protocol.source}; the scales are DeepLabv3's"
        + (", the CRF is that of DeepLab's script" if crf else ""),
    )
    return dataclasses.replace(row, note=training + note, protocol=protocol)


def _kernel(table, size):
    return _voc(table, f"GCN, k = {size}", gcn(size), GCN_SCORES[size])


def _cityscapes(table, name, score, split, recipe):
    config = dataclasses.replace(refined(), num_classes=19, kernel_size=25)
    return Row(
        table=table,
        name=name,
        config=config,
        paper_value=score,
        metric=f"mIoU, Cityscapes {split}",
        crop_size=800,
        recipe=recipe,
        protocol=STREETS,
    )
