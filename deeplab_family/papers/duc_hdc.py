"""The rows of DUC + HDC's tables.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, tables 1 to 6 and section 4.1.
"""

import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.evaluation.protocol import Protocol
from deeplab_family.inference.dense_crf import CRF_PRESETS
from deeplab_family.inference.inference_config import SCALES, InferenceConfig
from deeplab_family.losses import CrossEntropyConfig
from deeplab_family.models import DUCHDCConfig
from deeplab_family.papers.row import Paper, Row
from deeplab_family.recipes import Recipe, Stage, StagedRecipe, duc_hdc
from deeplab_family.recipes.changed_fields import with_fields
from input_pipeline.sampling import Patches

CITYSCAPES = {"metric": "mIoU, Cityscapes val", "crop_size": 544}
BIGGER_PATCH = {"metric": "mIoU, Cityscapes val", "crop_size": 880}
RATES = {
    "no ASPP": (12,),
    "4": (6, 12, 18, 24),
    "6": (6, 12, 18, 24, 30, 36),
}
COARSE = "training only: coarse labels too"
CRF = "inference only: dense CRF"
GRID_SEARCHED = CRF_PRESETS["duc"]
"""Section 4.1, "Conditional Random Fields"; it gives no number of steps."""

VAL = Protocol(
    eval_size=(1024, 2048),
    source="released code: the whole image, at one scale",
)
SCALED = Protocol(
    eval_size=(1024, 2048),
    inference=InferenceConfig(scales=SCALES["duc"], align_corners=False),
    source="notes to the released code: several scales, probabilities "
    "averaged; which ones it does not say, so they are DeepLabv3's",
)
ROADS = Protocol(
    split="val_part",
    eval_size=(376, 1248),
    measures=("kitti",),
    source="section 4.2; the server scores a bird's-eye view",
)
PICTURES = Protocol(
    eval_size=(512, 512),
    padding="zero",
    source='section 4.3: "zero-padded" to 512, at one scale',
)
ON_TEST_SERVER = "The labels of the test set are not public: "
VAL_STANDS_IN = ON_TEST_SERVER + "val is scored."
STEM = (
    " Keras has no ImageNet weights for the stem of three 3x3 convolutions: "
    "--weights FOLDER names TensorFlow's archive of them "
    "(docs/training/weights.md)."
)


def network(depth: int = 101, aspp: str = "6", **fields) -> DUCHDCConfig:
    """A network of the ablations on Cityscapes; no hybrid dilation yet.

    Args:
        depth: of the backbone.
        aspp: number of branches, a key of `RATES`.
        **fields: of the backbone where it has them, else of the network.
    """
    backbone = {
        name: fields.pop(name)
        for name in ("stem", "output_stride", "hybrid_dilation")
        if name in fields
    }
    backbone = {"output_stride": 8, "multi_grid": (1, 1, 1), **backbone}
    return DUCHDCConfig(
        **{
            "num_classes": 19,
            "backbone": ResNetConfig(depth=depth, **backbone),
            "atrous_rates": RATES[aspp],
            **fields,
        }
    )


def table_1() -> tuple[Row, ...]:
    """Downsampling, branches, augmentation and cell size."""
    bilinear, once = {"upsampling": "bilinear"}, {"cell": 1}
    plain = "training only: patches not cut twelvefold"
    variants = (
        ("baseline, DS 8, ASPP 4", "4", bilinear, 72.3, ""),
        ("baseline, DS 4, ASPP 4", "4", _at_4(bilinear), 70.9, ""),
        ("DUC, DS 8, no ASPP, cell 1", "no ASPP", once, 71.9, plain),
        ("DUC, DS 8, ASPP 4, cell 1", "4", once, 72.8, plain),
        ("DUC, DS 8, ASPP 4, cell 1, augmented", "4", once, 74.3, ""),
        ("DUC, DS 4, ASPP 4, cell 1, augmented", "4", _at_4(once), 73.7, ""),
        ("DUC, DS 8, ASPP 6, cell 1, augmented", "6", once, 74.5, ""),
        ("DUC, DS 8, ASPP 6, cell 2, augmented", "6", {"cell": 2}, 74.7, ""),
    )
    cut = duc_hdc.cityscapes_duc_12_fold()
    uncut = with_fields(
        cut,
        data={"patches": Patches()},
        train={"total_steps": cut.train.total_steps // 12},
    )
    return tuple(
        Row(
            table="table 1",
            name=name,
            config=network(aspp=aspp, **fields),
            paper_value=score,
            note=note,
            recipe=_on(uncut if note else cut, network(aspp=aspp, **fields)),
            protocol=VAL,
            **CITYSCAPES,
        )
        for name, aspp, fields, score, note in variants
    )


def section_4_1() -> tuple[Row, ...]:
    """Results that stand in the text only."""
    one, two = "deconvolution", "two_deconvolutions"
    variants = (
        ("DUC, patches of 880", network(), 75.7, ""),
        ("deconvolution by 8", network(upsampling=one), 75.1, ""),
        ("deconvolution by 2, then 4", network(upsampling=two), 75.0, ""),
        ("DUC, patches of 880, CRF", network(), 76.7, CRF),
    )
    recipe = duc_hdc.cityscapes_duc()
    return _bigger_patch(
        "section 4.1",
        ((*variant, _on(recipe, variant[1])) for variant in variants),
    )


def table_2() -> tuple[Row, ...]:
    """Hybrid dilation; the notes have the paper's growth of the field."""
    variants = (
        ("no dilation", "none", 72.9, 54),
        ("dilation-conv", "conv", 75.0, 88),
        ("dilation-RF", "rf", 75.4, 116),
        ("dilation-bigger", "bigger", 76.4, 256),
    )
    return _bigger_patch(
        "table 2",
        (
            (
                name,
                network(hybrid_dilation=rates),
                score,
                f"RF + {growth}",
                _from_duc(network(hybrid_dilation=rates)),
            )
            for name, rates, score, growth in variants
        ),
    )


def table_3() -> tuple[Row, ...]:
    """Depth, upsampling and coarse labels; ResNet-152 in two stages."""
    undense = network(upsampling="deconvolution")
    dense = network(hybrid_dilation="bigger")
    undense_152 = network(152, upsampling="deconvolution")
    dense_152 = network(152, hybrid_dilation="bigger")
    deep = duc_hdc.cityscapes_duc_hdc_resnet152()
    deep_coarse = duc_hdc.cityscapes_duc_hdc_resnet152_coarse()
    epochs = "training only: 10 epochs, then 20 with batch norm fixed"
    one = "ResNet-101, "
    two = "ResNet-152, "
    variants = (
        (
            one + "deconvolution, fine",
            undense,
            75.1,
            "",
            _on(duc_hdc.cityscapes_duc(), undense),
        ),
        (one + "DUC + HDC, fine", dense, 76.4, "", _from_duc(dense)),
        (
            one + "DUC + HDC, fine and coarse",
            dense,
            76.2,
            COARSE,
            duc_hdc.cityscapes_duc_hdc_coarse(),
        ),
        (
            two + "deconvolution, fine",
            undense_152,
            76.4,
            epochs,
            _on(deep, undense_152),
        ),
        (two + "DUC + HDC, fine", dense_152, 76.7, epochs, deep),
        (
            two + "DUC + HDC, fine and coarse",
            dense_152,
            77.1,
            f"{epochs}; then coarse labels too",
            deep_coarse,
        ),
    )
    return _bigger_patch("table 3", variants)


def table_4() -> tuple[Row, ...]:
    """The test set of Cityscapes."""
    plain = network(hybrid_dilation="bigger")
    better = network(aspp="4", stem="beta", hybrid_dilation="tusimple")
    before = network(aspp="4", stem="beta")
    coarse = duc_hdc.cityscapes_duc_hdc_coarse()
    scaled = f"{COARSE}; inference only: six scales"
    variants = (
        ("ResNet-DUC-HDC", plain, 77.6, "", _from_duc(plain), VAL),
        ("ResNet-DUC-HDC-Coarse", plain, 78.5, COARSE, coarse, VAL),
        (
            "ResNet-DUC-HDC-Coarse (better network)",
            better,
            80.1,
            scaled,
            _on(coarse, before, better, better),
            SCALED,
        ),
    )
    return tuple(
        Row(
            table="table 4",
            name=name,
            config=config,
            paper_value=score,
            metric="mIoU, Cityscapes test",
            crop_size=880,
            note=note,
            recipe=recipe,
            protocol=protocol,
            instead=VAL_STANDS_IN + (STEM if config == better else ""),
        )
        for name, config, score, note, recipe, protocol in variants
    )


def table_5() -> tuple[Row, ...]:
    """Roads of KITTI."""
    config = network(aspp="4", num_classes=2, cell=1)
    scores = {
        "UM_ROAD": (95.64, 93.50),
        "UMM_ROAD": (97.62, 95.53),
        "UU_ROAD": (95.17, 92.73),
        "URBAN_ROAD": (96.41, 93.88),
    }
    return tuple(
        Row(
            table="table 5",
            name=scene,
            config=config,
            paper_value=score,
            metric="MaxF, KITTI road test",
            crop_size=320,
            note=f"average precision {precision:.2f}",
            recipe=duc_hdc.kitti_duc(),
            protocol=dataclasses.replace(ROADS, roads=_kind(scene)),
            instead=ON_TEST_SERVER + "every fifth training picture is held "
            "out. MaxF is that of the view from above, as the server ranks, "
            "where the folder `training/calib` is there.",
        )
        for scene, (score, precision) in scores.items()
    )


def _kind(scene: str) -> str:
    """KITTI's kind of road, as its files begin: "UM_ROAD" is "um"."""
    return scene.removesuffix("_ROAD").lower()


def table_6() -> tuple[Row, ...]:
    """The test set of VOC."""
    row = Row(
        table="table 6",
        name="ResNet-DUC",
        config=network(152, "4", num_classes=21),
        paper_value=83.1,
        metric="mIoU, VOC 2012 test",
        crop_size=512,
        note="training only: starts from COCO",
        recipe=duc_hdc.voc_duc(),
        protocol=PICTURES,
        instead=ON_TEST_SERVER + "val is scored, which the last stage trains "
        "on, so the number judges nothing.",
    )
    return (row,)


def paper() -> Paper:
    """DUC + HDC with all its rows."""
    return Paper(
        title="Understanding Convolution for Semantic Segmentation",
        arxiv="1702.08502",
        rows=(
            *(*table_1(), *section_4_1(), *table_2(), *table_3()),
            *(*table_4(), *table_5(), *table_6()),
        ),
        remarks="No copy of tables 1 and 5 was at hand. Of table 1 the text "
        "gives 72.3 and 74.3, and 72.8, 74.5 and 74.7 by their differences; "
        "70.9, 71.9 and 73.7 are unconfirmed, as is all of table 5 but 96.41. "
        "An earlier version of the paper calls the 77.6 of table 4 that of an "
        "ensemble, and gives one network 76.1. Whether the 83.1 of table 6 "
        "includes the CRF of figure 7 is not stated. "
        '"No ASPP" is read as one convolution of rate 12; '
        "depth of table 4's first rows and cell size of tables 5 "
        "and 6 are not stated. Rates of the better network are those of the "
        "released one, its scales those of the authors' notes. Rates that give "
        "the growth of the field in table 2 are ambiguous but for dilation-RF. "
        "Rows of other authors in tables 4 and 6 are left out.",
    )


def _at_4(fields):
    return {"output_stride": 4, **fields}


def _bigger_patch(table, variants) -> tuple[Row, ...]:
    return tuple(
        Row(
            table=table,
            name=name,
            config=config,
            paper_value=score,
            note=note,
            recipe=recipe,
            protocol=VAL.asking(crf=GRID_SEARCHED) if note == CRF else VAL,
            **BIGGER_PATCH,
        )
        for name, config, score, note, recipe in variants
    )


def _from_duc(config: DUCHDCConfig) -> StagedRecipe:
    """Hybrid dilation that starts from the best network without it."""
    return _on(duc_hdc.cityscapes_duc_hdc(), network(), config)


def _on(recipe: Recipe | StagedRecipe, *configs: DUCHDCConfig):
    """A recipe with other networks: one for each stage, or one for all."""
    if isinstance(recipe, Recipe):
        return _with_network(recipe, configs[0])
    stages = recipe.stages
    if len(configs) == 1:
        configs *= len(stages)
    return StagedRecipe(
        stages=tuple(
            Stage(name=stage.name, recipe=_with_network(stage.recipe, config))
            for stage, config in zip(stages, configs, strict=True)
        )
    )


def _with_network(recipe: Recipe, config: DUCHDCConfig) -> Recipe:
    """Scores that are smaller than images train on every nth label."""
    small = config.upsampling == "bilinear" or (
        config.upsampling == "dense" and config.cell > 1
    )
    how = "every_nth" if small else None
    loss = CrossEntropyConfig(label_downsampling=how)
    return Recipe(
        model=dataclasses.replace(config, upsample_logits=not small),
        data=recipe.data,
        train=dataclasses.replace(recipe.train, loss=loss),
    )
