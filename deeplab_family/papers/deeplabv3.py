"""The rows of DeepLabv3's tables.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, tables 1 to 13.
"""

import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.evaluation.protocol import Protocol
from deeplab_family.inference.inference_config import SCALES
from deeplab_family.losses import CrossEntropyConfig
from deeplab_family.models import DeepLabV3Config
from deeplab_family.papers.deeplabv3_inference import (
    FLIPPED,
    best_protocol,
    inference_rows,
)
from deeplab_family.papers.prefix import up_to
from deeplab_family.papers.row import Paper, Row
from deeplab_family.recipes import Recipe, deeplabv3

VOC = {"metric": "mIoU, VOC 2012 val", "crop_size": 513}
CITYSCAPES = {"metric": "mIoU, Cityscapes val", "crop_size": 769}
SIX_SCALES = SCALES["deeplabv3"]
"""Section 4.2, "Inference strategy on val set"."""

STREET_SCALES = SCALES["deeplabv3-cityscapes"]
"""Of table 12, in the appendix, "Cityscapes"."""

TEST_SCALES = SCALES["deeplabv3-cityscapes-test"]
"""Of table 13, at the end of the appendix."""

VAL = Protocol(
    eval_size=(513, 513),
    source="section 4.1: images padded to 513; section 4.2: strides, scales, "
    "mirrored images",
)
STREETS = Protocol(
    eval_size=(1025, 2049), source="appendix, Cityscapes: the whole image"
)
ASYNCHRONOUS = (
    "Parameter servers that take gradients late are not offered: the same "
    "training in step, of one replica, stands in."
)
ON_TEST_SERVER = (
    "The labels of the test set are not public: val is scored, which the last "
    "stage trains on, so the number judges nothing."
)


def voc(model: DeepLabV3Config, data=None, train=None) -> Recipe:
    """`voc_deeplabv3` with another network, data or training."""
    recipe = deeplabv3.voc_deeplabv3()
    return Recipe(
        model=model,
        data=dataclasses.replace(recipe.data, **(data or {})),
        train=dataclasses.replace(recipe.train, **(train or {})),
    )


def cascade(depth: int, last_block: int, **backbone) -> DeepLabV3Config:
    """The cascade of section 3.2, up to block 4, 5, 6 or 7."""
    backbone = {"multi_grid": (1, 1, 1), **backbone}
    return DeepLabV3Config(
        num_classes=21,
        backbone=ResNetConfig(
            depth=depth, extra_blocks=last_block - 4, **backbone
        ),
        head="cascade",
    )


def pyramid(**backbone) -> DeepLabV3Config:
    """The final network of section 3.3; multi-grid (1, 2, 4), ResNet-101."""
    return DeepLabV3Config(
        num_classes=21, backbone=ResNetConfig(depth=101, **backbone)
    )


def table_1() -> tuple[Row, ...]:
    """ResNet-50 with block7 at each output stride."""
    scores = (75.18, 73.88, 70.06, 59.99, 42.34, 20.29)
    return tuple(
        Row(
            table="table 1",
            name=f"output stride {stride}",
            config=cascade(50, 7, output_stride=stride),
            paper_value=score,
            recipe=voc(cascade(50, 7, output_stride=stride)),
            protocol=VAL,
            **VOC,
        )
        for stride, score in zip((8, 16, 32, 64, 128, 256), scores, strict=True)
    )


def table_2() -> tuple[Row, ...]:
    """Two depths, and one block more each time."""
    scores = {
        50: (64.81, 72.14, 74.29, 73.88),
        101: (68.39, 73.21, 75.34, 75.76),
    }
    return tuple(
        Row(
            table="table 2",
            name=f"ResNet-{depth}, block{block}",
            config=cascade(depth, block),
            paper_value=score,
            recipe=voc(cascade(depth, block)),
            protocol=VAL,
            **VOC,
        )
        for depth, row in scores.items()
        for block, score in enumerate(row, start=4)
    )


def table_3() -> tuple[Row, ...]:
    """Multi-grid on ResNet-101, and one block more each time."""
    scores = {
        (1, 1, 1): (68.39, 73.21, 75.34, 75.76),
        (1, 2, 1): (70.23, 75.67, 76.09, 76.66),
        (1, 2, 3): (73.14, 75.78, 75.96, 76.11),
        (1, 2, 4): (73.45, 75.74, 75.85, 76.02),
        (2, 2, 2): (71.45, 74.30, 74.70, 74.62),
    }
    return tuple(
        Row(
            table="table 3",
            name=f"multi-grid {grid}, block{block}",
            config=cascade(101, block, multi_grid=grid),
            paper_value=score,
            recipe=voc(cascade(101, block, multi_grid=grid)),
            protocol=VAL,
            **VOC,
        )
        for grid, row in scores.items()
        for block, score in enumerate(row, start=4)
    )


def table_4() -> tuple[Row, ...]:
    """Inference with the best cascade."""
    best = cascade(101, 7, multi_grid=(1, 2, 1))
    scores = (76.66, 78.05, 78.93, 79.35)
    return inference_rows("table 4", voc(best), scores, VAL, SIX_SCALES, VOC)


def table_5() -> tuple[Row, ...]:
    """Multi-grid, rates and image pooling of the pyramid."""
    plain = dataclasses.replace(pyramid(), image_pooling=False)
    wide = dataclasses.replace(plain, atrous_rates=(6, 12, 18, 24))
    variants = (
        ("multi-grid (1, 1, 1)", _regrid(plain, (1, 1, 1)), 75.36),
        ("multi-grid (1, 2, 1)", _regrid(plain, (1, 2, 1)), 75.93),
        ("multi-grid (1, 2, 4)", plain, 76.58),
        ("rates (6, 12, 18, 24)", wide, 76.46),
        ("image pooling", pyramid(), 77.21),
    )
    return tuple(
        Row(
            table="table 5",
            name=name,
            config=config,
            paper_value=score,
            recipe=voc(config),
            protocol=VAL,
            **VOC,
        )
        for name, config, score in variants
    )


def table_6() -> tuple[Row, ...]:
    """Inference with the best pyramid."""
    scores = (77.21, 78.51, 79.45, 79.77)
    pretrained = Row(
        table="table 6",
        name="output stride 8, six scales, mirrored, COCO",
        config=pyramid(output_stride=8),
        paper_value=82.70,
        note="training only: starts from COCO; " + FLIPPED,
        recipe=up_to(deeplabv3.voc_deeplabv3_full(), "train_aug"),
        protocol=best_protocol(VAL, SIX_SCALES),
        **VOC,
    )
    rows = inference_rows(
        "table 6", voc(pyramid()), scores, VAL, SIX_SCALES, VOC
    )
    return (*rows, pretrained)


def table_7() -> tuple[Row, ...]:
    """The test set."""
    note = "training only: COCO, frozen statistics, hard images twice; "
    private = (
        "JFT-300M is not public: the backbone of the row above, trained on "
        "ImageNet, stands in. "
    )
    return tuple(
        Row(
            table="table 7",
            name=name,
            config=pyramid(output_stride=8),
            paper_value=score,
            metric="mIoU, VOC 2012 test",
            crop_size=513,
            note=note + extra + FLIPPED,
            recipe=deeplabv3.voc_deeplabv3_full(),
            protocol=dataclasses.replace(
                best_protocol(VAL, SIX_SCALES),
                source=f"{VAL.source}; told of val alone",
            ),
            instead=instead + ON_TEST_SERVER,
        )
        for name, score, extra, instead in (
            ("DeepLabv3", 85.7, "", ""),
            ("DeepLabv3-JFT", 86.9, "backbone from JFT-300M; ", private),
        )
    )


def table_8() -> tuple[Row, ...]:
    """Training protocol, a change at a time."""
    small = dataclasses.replace(pyramid(), upsample_logits=False)
    frozen = "training only: batch normalization stays as it was"
    labels = "training only: against labels downsampled to the logits"
    nearest = CrossEntropyConfig(label_downsampling="align_corners")
    fixed, down = {"freeze": ("batch_norm",)}, {"loss": nearest}
    upsampled = "crop 513, upsampled logits"
    variants = (
        (upsampled + ", batch norm", pyramid(), 77.21, 513, "", {}),
        (upsampled, pyramid(), 75.95, 513, frozen, fixed),
        ("crop 513, batch norm", small, 76.01, 513, labels, down),
        ("crop 321, batch norm", small, 67.22, 321, labels, down),
    )
    return tuple(
        Row(
            table="table 8",
            name=name,
            config=config,
            paper_value=score,
            metric=VOC["metric"],
            crop_size=crop,
            note=note,
            recipe=voc(config, {"crop_size": (crop, crop)}, train),
            protocol=VAL,
        )
        for name, config, score, crop, note, train in variants
    )


def table_9() -> tuple[Row, ...]:
    """The batch size of training."""
    scores = {4: 64.43, 8: 75.76, 12: 76.49, 16: 77.21}
    return tuple(
        Row(
            table="table 9",
            name=f"batch size {size}",
            config=pyramid(),
            paper_value=score,
            note=f"training only: batches of {size}",
            recipe=voc(pyramid(), {"batch_size": size}),
            protocol=VAL,
            **VOC,
        )
        for size, score in scores.items()
    )


def table_10() -> tuple[Row, ...]:
    """Output strides of training and of inference.

    Training takes the batches that fitted: 6, 16 and 24.
    """
    scores = {16: (74.45, 77.21, 75.90), 8: (75.62, 78.51, 75.75)}
    batches = {8: 6, 16: 16, 32: 24}
    return tuple(
        Row(
            table="table 10",
            name=f"trained at {trained}, evaluated at {evaluated}",
            config=pyramid(output_stride=evaluated),
            paper_value=score,
            note=f"training only: output stride {trained}, batches of {size}",
            recipe=voc(
                pyramid().with_output_stride(trained), {"batch_size": size}
            ),
            protocol=VAL.asking(output_stride=evaluated),
            **VOC,
        )
        for evaluated, row in scores.items()
        for (trained, size), score in zip(batches.items(), row, strict=True)
    )


def table_11() -> tuple[Row, ...]:
    """Asynchronous training."""
    scores = {1: 77.21, 2: 77.15, 4: 76.79, 8: 77.02, 16: 77.18, 32: 76.69}
    return tuple(
        Row(
            table="table 11",
            name=f"{count} replicas",
            config=pyramid(),
            paper_value=score,
            note=f"training only: {count} at a time",
            recipe=voc(pyramid()),
            protocol=VAL,
            instead="" if count == 1 else ASYNCHRONOUS,
            **VOC,
        )
        for count, score in scores.items()
    )


def table_12() -> tuple[Row, ...]:
    """Inference on Cityscapes."""
    scores = (77.23, 77.82, 79.06, 79.30)
    recipe = deeplabv3.cityscapes_deeplabv3()
    rows = inference_rows(
        "table 12", recipe, scores, STREETS, STREET_SCALES, CITYSCAPES
    )
    return tuple(
        dataclasses.replace(row, note=row.note.replace("six", "three"))
        for row in rows
    )


def table_13() -> tuple[Row, ...]:
    """The test set of Cityscapes."""
    config = dataclasses.replace(pyramid(output_stride=4), num_classes=19)
    row = Row(
        table="table 13",
        name="DeepLabv3",
        config=config,
        paper_value=81.3,
        metric="mIoU, Cityscapes test",
        crop_size=769,
        note="training only: coarse labels too; " + FLIPPED,
        recipe=deeplabv3.cityscapes_deeplabv3_full(),
        protocol=dataclasses.replace(
            best_protocol(STREETS, TEST_SCALES, 4),
            source=f"{STREETS.source}; that it is mirrored is table 12's",
        ),
        instead=ON_TEST_SERVER,
    )
    return (row,)


def paper() -> Paper:
    """DeepLabv3 with all its rows."""
    return Paper(
        title="Rethinking Atrous Convolution for Semantic Image Segmentation",
        arxiv="1706.05587",
        rows=(
            *(*table_1(), *table_2(), *table_3(), *table_4(), *table_5()),
            *(*table_6(), *table_7(), *table_8(), *table_9(), *table_10()),
            *(*table_11(), *table_12(), *table_13()),
        ),
        remarks="Figure 3 is the cascade of tables 1 to 4, figure 5 the last "
        "row of table 5. In table 8, crops of 321 have no mark under upsampled "
        'logits; the paragraph, "furthermore", can be read either way. Rows of '
        "other authors in tables 7 and 13 are left out.",
    )


def _regrid(config, grid):
    backbone = dataclasses.replace(config.backbone, multi_grid=grid)
    return dataclasses.replace(config, backbone=backbone)
