"""Numbers of the papers' protocols, each with its place in the paper."""

import pytest

from deeplab_family.inference import Windows
from deeplab_family.papers import experiments
from deeplab_family.recipes import stages_of

ALL = experiments()
SIX = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75)


def last(address):
    return stages_of("x", ALL[address].row.recipe)[-1].recipe


@pytest.mark.parametrize(
    ("address", "stride", "scales", "flip"),
    [
        # DeepLabv3, section 4.2, "Inference strategy on val set"
        ("deeplabv3/table-4/output-stride-16", None, (1.0,), False),
        ("deeplabv3/table-4/output-stride-8", 8, (1.0,), False),
        ("deeplabv3/table-4/output-stride-8-more-scales", 8, SIX, False),
        (
            "deeplabv3/table-6/output-stride-8-more-scales-mirrored",
            8,
            SIX,
            True,
        ),
        # appendix, "Cityscapes": what fitted, then "more scales", stride 4
        (
            "deeplabv3/table-12/output-stride-8-more-scales-mirrored",
            8,
            (0.75, 1.0, 1.25),
            True,
        ),
        (
            "deeplabv3/table-13/deeplabv3",
            4,
            (0.75, 1.0, 1.25, 1.5, 1.75, 2.0),
            True,
        ),
        # Vortex, section 4.1, "Inference strategy"; section 4.2
        ("vortex/table-1/module-b", None, (1.0,), False),
        ("vortex/table-2/ours", None, SIX, True),
    ],
)
def test_scales_and_strides(address, stride, scales, flip):
    inference = ALL[address].row.protocol.inference
    assert inference.output_stride == stride
    assert inference.scales == scales
    assert inference.flip is flip
    assert inference.average == "probabilities" and inference.align_corners


def test_batches_that_fitted_at_each_stride():
    """DeepLabv3, appendix A, "Output stride": 6, 16 and 24."""
    for stride, batch in ((8, 6), (16, 16), (32, 24)):
        for scored in (16, 8):
            name = f"trained-at-{stride}-evaluated-at-{scored}"
            recipe = last(f"deeplabv3/table-10/{name}")
            assert recipe.data.batch_size == batch
            assert recipe.model.backbone.output_stride == stride


def test_batches_of_table_9():
    for batch in (4, 8, 12, 16):
        recipe = last(f"deeplabv3/table-9/batch-size-{batch}")
        assert recipe.data.batch_size == batch


def test_crops_and_statistics_of_table_8():
    crop = last("deeplabv3/table-8/crop-321-batch-norm")
    assert crop.data.crop_size == (321, 321)
    assert crop.train.loss.label_downsampling == "align_corners"
    fixed = last("deeplabv3/table-8/crop-513-upsampled-logits")
    assert fixed.train.freeze == ("batch_norm",)


def test_deeper_duc_learns_statistics_for_10_epochs_then_fixes_them_for_20():
    """DUC, section 4.1, "Deeper Networks"."""
    for name in ("deconvolution-fine", "duc-hdc-fine"):
        row = ALL[f"duc_hdc/table-3/resnet-152-{name}"].row
        learned, fixed = (s.recipe.train for s in row.recipe.stages)
        assert learned.total_steps == 10 * 7 * 2_975 // 4
        assert fixed.total_steps == 20 * 7 * 2_975 // 4
        assert learned.freeze == () and fixed.freeze == ("batch_norm",)


def test_crf_of_duc():
    """DUC, section 4.1: 15, 3, 1, w1 = 3, w2 = 3."""
    row = ALL["duc_hdc/section-4-1/duc-patches-of-880-crf"].row
    crf = row.protocol.inference.crf
    assert (crf.appearance_position, crf.appearance_color) == (15, 3)
    assert crf.smoothness_position == 1
    assert (crf.appearance_weight, crf.smoothness_weight) == (3, 3)


def test_crops_of_gald_and_gcn():
    """GALD, section 4.3, and its code; GCN, section 4.3."""
    gald = ALL["galdnet/table-1c/gald"].row.protocol.inference
    assert gald.windows == Windows(tile=769) and gald.average == "logits"
    gcn = ALL["gcn/table-9/stage-2"].row.protocol.inference
    assert gcn.windows.starts(2048) == (0, 341, 683, 1024)
    assert gcn.windows.starts(1024) == (0,)


def test_best_gcn_is_scored_with_scales_and_a_crf():
    """GCN, section 4.3: "our best model"."""
    row = ALL["gcn/table-10/our-approach"].row
    best = ALL["gcn/table-9/stage-2-ms-crf"].row
    assert row.protocol == best.protocol and row.recipe == best.recipe


def test_duc_without_augmentation_sees_whole_pictures_20_times():
    recipe = last("duc_hdc/table-1/duc-ds-8-aspp-4-cell-1")
    assert not recipe.data.patches
    assert recipe.train.total_steps == 20 * 2_975 // 12
