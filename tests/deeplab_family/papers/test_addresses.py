"""Addresses of the papers' rows, and who shares a training with whom."""

import dataclasses

import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.evaluation import Protocol
from deeplab_family.papers import experiments, papers
from deeplab_family.recipes import RECIPES, stages_of

ALL = experiments()
OF_PIXELS = [a for a, e in ALL.items() if isinstance(e.row.protocol, Protocol)]
"""Experiments of segmentation; those of detection ask a whole image once."""


def chain(address):
    return tuple(s.recipe for s in stages_of("x", ALL[address].row.recipe))


def test_every_row_has_an_address_of_its_own():
    rows = [row for paper in papers().values() for row in paper.rows]
    assert len(rows) == len(ALL) == 215
    assert [each.row for each in ALL.values()] == rows
    assert "vortex/table-1/aspp" in ALL and "vortex/table-1/aspp-plus" in ALL


def test_a_training_begins_with_what_its_rows_need():
    for address, each in ALL.items():
        whole = ALL[each.training]
        assert whole.training == each.training
        own = chain(address)
        assert chain(each.training)[: len(own)] == own
        names = [s.name for s in stages_of("x", whole.row.recipe)]
        assert list(each.stages) == (
            names[: len(own)] if len(names) > 1 else []
        )


def test_rows_after_an_early_stage_share_the_whole_training():
    whole = {
        "deeplabv3/table-12/output-stride-16": "deeplabv3/table-13/deeplabv3",
        "galdnet/table-2a/galdnet-resnet-101": "galdnet/table-2b/galdnet",
        "gcn/table-9/stage-1": "gcn/table-9/stage-2",
        "vortex/table-2/ours": "vortex/table-3/ours",
    }
    assert {address: ALL[address].training for address in whole} == whole


@pytest.mark.parametrize("address", OF_PIXELS)
def test_the_network_that_is_scored_is_that_of_the_row(address):
    """But for the size of its scores, and GALD's stem, which is told."""
    row = ALL[address].row
    trained = chain(address)[-1].model
    stride = row.protocol.inference.output_stride
    if stride is not None:
        trained = trained.with_output_stride(stride)
    expected = row.config
    if hasattr(trained, "upsample_logits"):
        trained = dataclasses.replace(trained, upsample_logits=True)
        expected = dataclasses.replace(expected, upsample_logits=True)
    if address.startswith("galdnet"):
        assert "stem" in row.instead or "three 3x3" in row.instead
        backbone = dataclasses.replace(
            expected.backbone, stem=ResNetConfig().stem
        )
        expected = dataclasses.replace(expected, backbone=backbone)
    assert trained == expected


def test_scored_on_the_split_that_training_judges_by():
    for each in ALL.values():
        assert (
            each.row.protocol.split == chain(each.address)[-1].data.eval_split
        )


def test_test_sets_and_crfs_say_what_stands_in():
    for address, each in ALL.items():
        row = each.row
        if row.metric.endswith("test") and address in OF_PIXELS:
            assert "not public" in row.instead
        if address in OF_PIXELS:
            crf = row.protocol.inference.crf is not None
            assert crf == ("dense CRF" in row.note)


@pytest.mark.parametrize(
    ("recipe", "address"),
    [
        ("voc_deeplabv3", "deeplabv3/table-5/image-pooling"),
        ("voc_deeplabv3_full", "deeplabv3/table-7/deeplabv3"),
        ("cityscapes_deeplabv3", "deeplabv3/table-12/output-stride-16"),
        ("cityscapes_deeplabv3_full", "deeplabv3/table-13/deeplabv3"),
        ("voc_gcn", "gcn/table-5/gcn-br"),
        ("voc_gcn_full", "gcn/table-8/our-approach"),
        ("cityscapes_gcn", "gcn/table-10/our-approach"),
        ("voc_vortex", "vortex/table-1/module-b"),
        ("voc_vortex_full", "vortex/table-3/ours"),
        ("cityscapes_galdnet", "galdnet/table-1c/gald"),
        ("cityscapes_galdnet_coarse", "galdnet/table-2b/galdnet"),
        (
            "cityscapes_duc_12_fold",
            "duc_hdc/table-1/duc-ds-8-aspp-6-cell-2-augmented",
        ),
        ("cityscapes_duc", "duc_hdc/section-4-1/duc-patches-of-880"),
        ("cityscapes_duc_hdc", "duc_hdc/table-2/dilation-bigger"),
        ("kitti_duc", "duc_hdc/table-5/urban-road"),
        ("voc_duc", "duc_hdc/table-6/resnet-duc"),
    ],
)
def test_recipes_are_the_trainings_of_their_rows(recipe, address):
    own = stages_of("x", RECIPES[recipe]())
    assert chain(address) == tuple(stage.recipe for stage in own)
