from types import SimpleNamespace

import pytest
import tensorflow as tf

from input_pipeline.sources.numbered_samples import (
    check_shard,
    evaluation_samples,
    training_samples,
)
from tests.input_pipeline.sources import failing
from tests.input_pipeline.sources.failing import BLANK, among, numbers_of


class Source(failing.Source):
    """Endless numbers of `size` images, of which evaluation takes the first."""

    def __init__(self, size):
        super().__init__()
        self._size = size

    def __len__(self):
        return self._size

    def mixed(self, seed, first):
        numbers = tf.data.Dataset.range(first, tf.int64.max)
        return numbers.map(lambda n: (n, n))


def config(on_error="stop", skip_limit=3):
    return SimpleNamespace(
        seed=5, batch_size=4, on_error=on_error, skip_limit=skip_limit
    )


def maker(is_bad):
    return failing.failing(is_bad).make


def trained(is_bad, place=(0, (0, 1)), **fields):
    samples = training_samples(
        config(**fields), Source(9), maker(is_bad), BLANK, *place, probe=False
    )
    return numbers_of(samples.take(4))


def judged(is_bad, shard=(0, 1)):
    samples = evaluation_samples(
        config(), Source(5), maker(is_bad), BLANK, shard
    )
    return numbers_of(samples)


def test_inputs_share_the_batch_that_a_run_goes_on_with():
    assert trained(among(), (3, (0, 2))) == [12, 14, 16, 18]
    assert trained(among(), (3, (1, 2))) == [13, 15, 17, 19]


def test_what_cannot_be_read_ends_training_by_name_or_is_left_out():
    with pytest.raises(tf.errors.OpError, match="file 2 of 5 cannot be used"):
        trained(among(2))
    assert trained(among(2), on_error="skip") == [0, 1, 3, 4]
    with pytest.raises(tf.errors.OpError, match="2 samples in a row"):
        trained(among(2, 3), on_error="skip", skip_limit=2)


def test_evaluation_visits_each_image_once():
    assert judged(among()) == [0, 1, 2, 3, 4]
    assert judged(among(), (0, 2)) == [0, 2, 4]
    assert judged(among(), (1, 2)) == [1, 3]
    assert judged(among(), (6, 7)) == []
    with pytest.raises(tf.errors.OpError, match="file 3 of 5 cannot be used"):
        judged(among(3))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ((4, -1, (0, 1)), "`start_step` must be >= 0. Received: -1"),
        ((4, 0, (2, 2)), r"0 <= index < count. Received: \(2, 2\)"),
        ((4, 0, (-1, 2)), r"0 <= index < count. Received: \(-1, 2\)"),
        ((4, 0, (0, 3)), "multiple of the 3 inputs .* Received: 4"),
    ],
)
def test_a_place_that_no_batch_has_is_refused(place, told):
    with pytest.raises(ValueError, match=told):
        check_shard(*place)
