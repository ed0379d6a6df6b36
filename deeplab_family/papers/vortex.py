"""The rows of Vortex Pooling's tables.

Source: Xie et al., "Vortex Pooling: Improving Context Representation in
Semantic Segmentation", arXiv:1804.06242, tables 1 to 3.
"""

import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.evaluation.protocol import Protocol
from deeplab_family.inference.inference_config import SCALES, InferenceConfig
from deeplab_family.models import VortexNetConfig
from deeplab_family.papers.prefix import up_to
from deeplab_family.papers.row import Paper, Row
from deeplab_family.recipes import vortex

FULL = "training only: COCO, then VOC; inference only: six scales, mirrored too"

VAL = Protocol(
    eval_size=(513, 513),
    source='section 4.1, "Inference strategy on the val set": stride 8 as in '
    "training, one scale, not mirrored",
)
BEST = Protocol(
    eval_size=(513, 513),
    inference=InferenceConfig(scales=SCALES["vortex"], flip=True),
    source="section 4.2: the scales of DeepLabv3, mirrored too",
)
ON_TEST_SERVER = (
    "The labels of the test set are not public: val is scored, which the last "
    "stage trains on, so the number judges nothing."
)


def network(depth: int = 50, **fields) -> VortexNetConfig:
    """The network of figure 4, output stride 8; by default module B."""
    backbone = ResNetConfig(depth=depth, output_stride=8)
    return VortexNetConfig(num_classes=21, backbone=backbone, **fields)


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
            recipe=dataclasses.replace(
                vortex.voc_vortex(), model=network(**fields)
            ),
            protocol=VAL,
        )
        for name, fields, score, note in variants
    )


def tables_2_and_3() -> tuple[Row, ...]:
    """The full training, on val and test set."""
    recipe = vortex.voc_vortex_full()
    untested = up_to(recipe, "train_aug")
    variants = (
        ("table 2", "val", 84.2, untested, ""),
        ("table 3", "test", 86.3, recipe, ON_TEST_SERVER),
    )
    return tuple(
        Row(
            table=table,
            name="ours",
            config=network(101),
            paper_value=score,
            metric=f"mIoU, VOC 2012 {split}",
            crop_size=513,
            note=FULL,
            recipe=recipe,
            protocol=BEST,
            instead=instead,
        )
        for table, split, score, recipe, instead in variants
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
        "by its word. Table 2 is scored after `train_aug`, as DeepLabv3's is; "
        "whether a stage on the official data of `train` came before, the "
        "paper does not say. Rows of other authors in tables 2 and 3 are left "
        "out.",
    )


def _module_a(size):
    return {"module": "module_a", "region_size": size}
