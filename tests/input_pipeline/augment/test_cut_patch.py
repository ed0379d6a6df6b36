import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment import CutPatch
from tests.contracts.augmentation import AugmentationContract


class PatchContract(AugmentationContract):
    region = (4, 10, 24, 30)
    neutral = CutPatch()

    def sample(self):
        return {**super().sample(), "region": tf.constant(self.region)}

    def test_neutral_setting_changes_nothing(self):
        sample = AugmentationContract.sample(self)
        same = CutPatch(jitter=5)(sample, tf.constant((1, 2)))
        assert all(same[key] is sample[key] for key in sample)


class TestCutPatch(PatchContract):
    operation = CutPatch()


class TestPatchThatSticksOut(PatchContract):
    operation = CutPatch(jitter=6)
    region = (-5, 30, 40, 40)


def cut(jitter=0, padding="mean", region=(-2, 3, 4, 4), seed=(0, 0)):
    sample = {
        "image": tf.fill([6, 6, 3], tf.constant(9, tf.uint8)),
        "label": tf.zeros([6, 6], tf.uint8),
        "region": tf.constant(region),
    }
    return CutPatch(jitter=jitter, padding=padding)(sample, tf.constant(seed))


@pytest.mark.parametrize(
    ("padding", "color"), [("mean", (124, 116, 104)), ("zero", (0, 0, 0))]
)
def test_what_sticks_out_is_padding_and_ignored(padding, color):
    patch = cut(padding=padding)
    out = np.zeros((4, 4), bool)
    out[:2], out[:, 3] = True, True
    np.testing.assert_array_equal(patch["label"].numpy() == 255, out)
    np.testing.assert_array_equal(
        patch["image"], np.where(out[..., None], color, 9)
    )


def test_a_patch_has_no_region_any_more():
    assert set(cut()) == {"image", "label"}


def test_jitter_reaches_its_ends_in_both_directions():
    sample = {"region": tf.constant((10, 20, 5, 5))}
    patch = CutPatch(jitter=2)
    drawn = np.array(
        [patch.region(sample, tf.constant((1, n))) for n in range(200)]
    )
    assert np.unique(drawn[:, 0]).tolist() == [8, 9, 10, 11, 12]
    assert np.unique(drawn[:, 1]).tolist() == [18, 19, 20, 21, 22]
    assert len(np.unique(drawn[:, :2], axis=0)) == 25
    assert np.all(drawn[:, 2:] == 5)


@pytest.mark.parametrize("jitter", [-1, 1.5])
def test_impossible_jitters_are_refused(jitter):
    with pytest.raises(ValueError, match="`jitter` must be.*Received"):
        CutPatch(jitter=jitter)
