"""The rows of DUC + HDC's tables.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, tables 1 to 6 and section 4.1.
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import DUCHDCConfig
from deeplab_family.papers.row import Paper, Row

CITYSCAPES = {"metric": "mIoU, Cityscapes val", "crop_size": 544}
BIGGER_PATCH = {"metric": "mIoU, Cityscapes val", "crop_size": 880}
RATES = {
    "no ASPP": (12,),
    "4": (6, 12, 18, 24),
    "6": (6, 12, 18, 24, 30, 36),
}
COARSE = "training only: coarse labels too"


def network(depth: int = 101, aspp: str = "6", **fields) -> DUCHDCConfig:
    """A network of the ablations on Cityscapes; no hybrid dilation yet.

    Args:
        depth: of the trunk.
        aspp: number of branches, a key of `RATES`.
        **fields: of the trunk where it has them, else of the network.
    """
    trunk = {
        name: fields.pop(name)
        for name in ("stem", "output_stride", "hybrid_dilation")
        if name in fields
    }
    trunk = {"output_stride": 8, "multi_grid": (1, 1, 1), **trunk}
    return DUCHDCConfig(
        **{
            "num_classes": 19,
            "backbone": ResNetConfig(depth=depth, **trunk),
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
    return tuple(
        Row(
            table="table 1",
            name=name,
            config=network(aspp=aspp, **fields),
            paper_value=score,
            note=note,
            **CITYSCAPES,
        )
        for name, aspp, fields, score, note in variants
    )


def section_4_1() -> tuple[Row, ...]:
    """Results that stand in the text only."""
    crf = "inference only: dense CRF"
    one, two = "deconvolution", "two_deconvolutions"
    variants = (
        ("DUC, patches of 880", network(), 75.7, ""),
        ("deconvolution by 8", network(upsampling=one), 75.1, ""),
        ("deconvolution by 2, then 4", network(upsampling=two), 75.0, ""),
        ("DUC, patches of 880, CRF", network(), 76.7, crf),
    )
    return _bigger_patch("section 4.1", variants)


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
            (name, network(hybrid_dilation=rates), score, f"RF + {growth}")
            for name, rates, score, growth in variants
        ),
    )


def table_3() -> tuple[Row, ...]:
    """Depth, upsampling and coarse labels."""
    scores = {101: (75.1, 76.4, 76.2), 152: (76.4, 76.7, 77.1)}
    variants = []
    for depth, (deconvolution, fine, coarse) in scores.items():
        dense = network(depth, hybrid_dilation="bigger")
        undense = network(depth, upsampling="deconvolution")
        name = f"ResNet-{depth}, "
        variants += [
            (name + "deconvolution, fine", undense, deconvolution, ""),
            (name + "DUC + HDC, fine", dense, fine, ""),
            (name + "DUC + HDC, fine and coarse", dense, coarse, COARSE),
        ]
    return _bigger_patch("table 3", variants)


def table_4() -> tuple[Row, ...]:
    """The test set of Cityscapes."""
    plain = network(hybrid_dilation="bigger")
    better = network(aspp="4", stem="beta", hybrid_dilation="tusimple")
    variants = (
        ("ResNet-DUC-HDC", plain, 77.6, ""),
        ("ResNet-DUC-HDC-Coarse", plain, 78.5, COARSE),
        (
            "ResNet-DUC-HDC-Coarse (better network)",
            better,
            80.1,
            f"{COARSE}; inference only: more scales",
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
        )
        for name, config, score, note in variants
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
        )
        for scene, (score, precision) in scores.items()
    )


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
        remarks="Scores of table 1 other than 72.3 and 74.3, and all of table "
        "5, are unconfirmed: no copy of the two tables was at hand. "
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
            **BIGGER_PATCH,
        )
        for name, config, score, note in variants
    )
