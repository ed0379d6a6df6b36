"""The rows of GALD-Net's tables.

Source: Li et al., "Global Aggregation then Local Distribution in Fully
Convolutional Networks", arXiv:1909.07229, tables 1 and 2; table 3 stands in
`galdnet_detection`.
"""

import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.evaluation.protocol import Protocol
from deeplab_family.inference.inference_config import SCALES, InferenceConfig
from deeplab_family.inference.windows import Windows
from deeplab_family.models import GALDNetConfig
from deeplab_family.papers.galdnet_detection import table_3a, table_3b
from deeplab_family.papers.prefix import up_to
from deeplab_family.papers.row import Paper, Row
from deeplab_family.recipes import Recipe, galdnet

ONLY_FCN = {"aggregation": None, "distribution": None}
AGGREGATIONS = {
    "PSP": ("psp", 76.2, 78.9),
    "ASPP": ("aspp", 77.2, 79.5),
    "NL": ("non_local", 78.0, 79.2),
    "CGNL": ("cgnl", 78.2, 79.6),
}
CROPS = Windows(tile=769)
VAL = Protocol(
    inference=InferenceConfig(average="logits", windows=CROPS),
    source='section 4.3: "single-scale crop test"; overlap and average as in '
    "the released code",
)
TEST = Protocol(
    inference=InferenceConfig(
        scales=SCALES["galdnet"],
        flip=True,
        align_corners=False,
        windows=dataclasses.replace(CROPS, padding="center"),
    ),
    source='section 4.3: "multi-scale crop test", "following" PSPNet, whose '
    "code has these scales, mirrors each crop and averages probabilities; that "
    "the image is mirrored before it is cut is ours; the authors' code has no "
    "crops at several scales",
)
STEM = (
    "The released backbone begins with three 3x3 convolutions, for which Keras "
    "has no ImageNet weights: that of one 7x7 stands in."
)
ON_TEST_SERVER = "The labels of the test set are not public: val is scored"
TRAINED_ON = ", which the last stages train on, so the number judges nothing"


def network(depth: int = 50, **fields) -> GALDNetConfig:
    """A network of the ablations; by default CGNL + LD on ResNet-50."""
    backbone = ResNetConfig(depth=depth, stem="beta", output_stride=8)
    return GALDNetConfig(num_classes=19, backbone=backbone, **fields)


def baseline(depth: int = 50) -> GALDNetConfig:
    """ "FCN (baseline)": the head without aggregation and distribution."""
    return network(depth, **ONLY_FCN)


def table_1a() -> tuple[Row, ...]:
    """Aggregation alone."""
    variants = (
        (f"+{name}", network(aggregation=kind, distribution=None), score)
        for name, (kind, score, _) in AGGREGATIONS.items()
    )
    return _val("table 1a", ("FCN", baseline(), 73.7), *variants)


def table_1b() -> tuple[Row, ...]:
    """Aggregation with local distribution."""
    variants = (
        (f"+{name} + LD", network(aggregation=kind), score)
        for name, (kind, _, score) in AGGREGATIONS.items()
    )
    return _val(
        "table 1b",
        ("FCN", baseline(), 73.7),
        ("+LD", network(aggregation=None), 77.5),
        *variants,
    )


def table_1c() -> tuple[Row, ...]:
    """Arrangements of the two."""
    return _val(
        "table 1c",
        ("FCN", baseline(), 73.7),
        ("+Parallel", network(arrangement="parallel"), 77.5),
        ("+LDGA", network(arrangement="ldga"), 78.1),
        ("+GALD", network(), 79.6),
    )


def table_1d() -> tuple[Row, ...]:
    """A stronger backbone instead of local distribution."""
    psp = {"aggregation": "psp"}
    alone = {"distribution": None}
    return _val(
        "table 1d",
        ("FCN, ResNet-50", baseline(), 73.7),
        ("FCN, ResNet-101", baseline(101), 75.3),
        ("+CGNL, ResNet-101", network(101, **alone), 79.7),
        ("+CGNL + LD, ResNet-50", network(), 79.6),
        ("+PSP, ResNet-101", network(101, **psp, **alone), 78.6),
        ("+PSP + LD, ResNet-50", network(**psp), 78.9),
    )


def table_1e() -> tuple[Row, ...]:
    """Downsampling of masks, by 8."""
    bilinear = network(distribution="bilinear")
    return _val(
        "table 1e",
        ("FCN", baseline(), 73.7),
        ("FCN + CGNL", network(distribution=None), 78.2),
        ("+CGNL + LD (depth-wise convolution)", network(), 79.6),
        ("+CGNL + LD (bilinear interpolation)", bilinear, 77.6),
        (
            "+CGNL + LD (average pooling)",
            network(distribution="average"),
            76.5,
        ),
    )


def table_2() -> tuple[Row, ...]:
    """The test set."""
    coarse = "training only: coarse labels too; "
    mapillary = "training only: coarse labels and Mapillary too; "
    with_coarse = galdnet.cityscapes_galdnet_coarse()
    with_mapillary = galdnet.cityscapes_galdnet_mapillary()
    fine = up_to(with_coarse, "fine")
    variants = (
        ("table 2a", "GALDNet, ResNet-50", 50, 80.8, "", _trained(network())),
        ("table 2a", "GALDNet, ResNet-101", 101, 81.8, "", fine),
        ("table 2b", "GALDNet", 101, 82.9, coarse, with_coarse),
        (
            "table 2b",
            "GALDNet (+Mapillary)",
            101,
            83.3,
            mapillary,
            with_mapillary,
        ),
    )
    return tuple(
        Row(
            table=table,
            name=name,
            config=network(depth),
            paper_value=score,
            metric="mIoU, Cityscapes test",
            crop_size=769,
            note=note + "inference only: six scales, mirrored too, crops",
            recipe=recipe,
            protocol=TEST,
            instead=f"{STEM} {ON_TEST_SERVER}{TRAINED_ON if note else ''}.",
        )
        for table, name, depth, score, note, recipe in variants
    )


def paper() -> Paper:
    """GALD-Net with all its rows, of segmentation and of detection."""
    return Paper(
        title="Global Aggregation then Local Distribution in Fully "
        "Convolutional Networks",
        arxiv="1909.07229",
        rows=(
            *(*table_1a(), *table_1b(), *table_1c(), *table_1d()),
            *(*table_1e(), *table_2(), *table_3a(), *table_3b()),
        ),
        remarks="Figure 3 shows the rows of tables 1a to 1c; the masks of "
        "figure 4 come from `GALDNetConfig.build_with_masks`. The released "
        "formula is `extra_residual=True`. The auxiliary head of training, "
        "`build_for_training`, is not counted. The head of the FCN is not "
        "described; it is the network without its GALD block. Of the detectors "
        "of tables 3a and 3b multiply-adds are those of backbone, pyramid and "
        "proposals alone, which do not depend on what is found. The gains over "
        "the FCN "
        "that table 1b prints for ASPP and NL, 5.4 and 5.3, do not fit its "
        "scores; those over table 1a do. The paper states no costs: parameters "
        "and multiply-adds are counted with the released stem of three "
        "convolutions, while the recipes train one of 7x7. Rows of other "
        "authors in table 2 are left out.",
    )


def _val(table, *variants) -> tuple[Row, ...]:
    return tuple(
        Row(
            table=table,
            name=name,
            config=config,
            paper_value=score,
            metric="mIoU, Cityscapes val",
            crop_size=769,
            recipe=_trained(config),
            protocol=VAL,
            instead=STEM,
        )
        for name, config, score in variants
    )


def _trained(config: GALDNetConfig) -> Recipe:
    """Section 4.2, on the backbone whose ImageNet weights are to be had."""
    recipe = galdnet.cityscapes_galdnet()
    backbone = dataclasses.replace(
        recipe.model.backbone, depth=config.backbone.depth
    )
    model = dataclasses.replace(config, backbone=backbone)
    return dataclasses.replace(recipe, model=model)
