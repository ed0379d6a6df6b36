"""The rows of Vortex Pooling's tables.

Source: Xie et al., "Vortex Pooling: Improving Context Representation in
Semantic Segmentation", arXiv:1804.06242, tables 1 to 3.
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import VortexNetConfig
from deeplab_family.papers.row import Paper, Row

FULL = "training only: COCO, then VOC; inference only: six scales, mirrored too"


def network(depth: int = 50, **fields) -> VortexNetConfig:
    """The network of figure 4, output stride 8; by default module B."""
    trunk = ResNetConfig(depth=depth, output_stride=8)
    return VortexNetConfig(num_classes=21, backbone=trunk, **fields)


def table_1() -> tuple[Row, ...]:
    """The modules; the notes have the paper's utilisation ratios."""
    variants = (
        ("ASPP", {"module": "aspp"}, 75.4, "utilisation ratio 0.0059"),
        ("ASPP+", {"module": "aspp+"}, 75.6, ""),
        ("module A (5 x 5)", _module_a(5), 76.1, "utilisation ratio 0.148"),
        ("module A (9 x 9)", _module_a(9), 75.6, "utilisation ratio 0.479"),
        ("module A (13 x 13)", _module_a(13), 75.8, ""),
        ("module B", {}, 76.6, "utilisation ratio 1"),
    )
    return tuple(
        Row(
            table="table 1",
            name=name,
            config=network(**fields),
            paper_value=score,
            metric="mIoU, VOC 2012 val",
            crop_size=513,
            note=note,
        )
        for name, fields, score, note in variants
    )


def tables_2_and_3() -> tuple[Row, ...]:
    """The full training, on val and test set."""
    variants = (("table 2", "val", 84.2), ("table 3", "test", 86.3))
    return tuple(
        Row(
            table=table,
            name="ours",
            config=network(101),
            paper_value=score,
            metric=f"mIoU, VOC 2012 {split}",
            crop_size=513,
            note=FULL,
        )
        for table, split, score in variants
    )


def paper() -> Paper:
    """Vortex pooling with all its rows."""
    return Paper(
        title="Vortex Pooling: Improving Context Representation in Semantic "
        "Segmentation",
        arxiv="1804.06242",
        rows=(*table_1(), *tables_2_and_3()),
        remarks="Figure 2 is ASPP, figure 3a module A, figure 3b module B; "
        "figure 4 is the whole network, with `project=False` where it is taken "
        "by its word. Rows of other authors in tables 2 and 3 are left out.",
    )


def _module_a(size):
    return {"module": "module_a", "region_size": size}
