"""What every random change of a sample promises."""

import numpy as np
import pytest
import tensorflow as tf

SEEDS = [(0, 0), (1, 2), (7, 3), (12, 99)]


class AugmentationContract:
    """Set `operation` and, for `neutral`, one that changes nothing."""

    operation = None
    neutral = None
    size = (41, 54)

    def sample(self):
        """A sample whose label is drawn into all channels of its image.

        Blocks are 8 pixels wide, so that interpolation leaves their middle.
        """
        random = np.random.default_rng(5)
        blocks = random.integers(0, 4, (8, 10)) * 60
        large = np.repeat(np.repeat(blocks, 8, 0), 8, 1)
        label = large[: self.size[0], : self.size[1]].astype(np.uint8)
        image = np.repeat(label[..., None], 3, axis=2)
        return {"image": tf.constant(image), "label": tf.constant(label)}

    @pytest.mark.parametrize("seed", SEEDS)
    def test_eager_equals_dataset_map(self, seed):
        sample = self.sample()
        eager = self.operation(sample, tf.constant(seed))
        mapped = tf.data.Dataset.from_tensors(sample).map(
            lambda s: self.operation(s, tf.constant(seed))
        )
        for key, value in next(iter(mapped)).items():
            np.testing.assert_array_equal(value, eager[key])

    @pytest.mark.parametrize("seed", SEEDS)
    def test_image_and_label_move_together(self, seed):
        changed = self.operation(self.sample(), tf.constant(seed))
        image = changed["image"].numpy().astype(int)
        label = changed["label"].numpy().astype(int)
        assert image.shape[:2] == label.shape
        drawn = label != 255
        apart = np.abs(image - label[..., None]).max(axis=-1)[drawn]
        # Pixels between two blocks are mixed; one shifted pixel would
        # disagree along every edge, about a third of the picture.
        assert np.mean(apart <= 30) > 0.85
        assert np.mean(apart == 0) > 0.5

    @pytest.mark.parametrize("seed", SEEDS)
    def test_keeps_types_and_invents_no_class(self, seed):
        sample = self.sample()
        changed = self.operation(sample, tf.constant(seed))
        assert changed["image"].dtype == changed["label"].dtype == tf.uint8
        before = set(np.unique(sample["label"])) | {255}
        assert set(np.unique(changed["label"])) <= before

    def test_same_seed_same_sample(self):
        once, again = (
            self.operation(self.sample(), tf.constant((3, 4)))["image"]
            for _ in range(2)
        )
        np.testing.assert_array_equal(once, again)

    def test_keeps_the_other_parts_of_a_sample(self):
        sample = {**self.sample(), "id": tf.constant("a")}
        assert self.operation(sample, tf.constant((1, 1)))["id"] == b"a"

    def test_neutral_setting_changes_nothing(self):
        if self.neutral is None:
            pytest.skip("this operation has no neutral setting")
        sample = self.sample()
        same = self.neutral(sample, tf.constant((1, 2)))
        for key, value in sample.items():
            np.testing.assert_array_equal(value, same[key])
