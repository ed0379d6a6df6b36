import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.sources.mix_schedule import Schedule


def turns(schedule, count, seed=0):
    deal = tf.function(lambda n: schedule.turn(n, seed))
    drawn = [deal(tf.constant(n, tf.int64)) for n in range(count)]
    return np.array([(int(part), int(turn)) for part, turn in drawn])


def test_every_round_gives_each_part_its_share():
    drawn = turns(Schedule([7, 1, 4]), 36)
    for part in drawn[:, 0].reshape(3, 12):
        assert np.bincount(part).tolist() == [7, 1, 4]


def test_no_turn_of_a_part_is_left_out_or_doubled():
    drawn = turns(Schedule([7, 1, 4]), 36)
    for part, count in enumerate([7, 1, 4]):
        of_part = drawn[drawn[:, 0] == part, 1]
        assert sorted(of_part) == list(range(3 * count))
        rounds = of_part.reshape(3, count) // count
        assert np.all(rounds == [[0], [1], [2]])


def test_rounds_and_seeds_differ():
    first = turns(Schedule([5, 5]), 20)[:, 0]
    assert np.any(first[:10] != first[10:])
    assert np.any(first != turns(Schedule([5, 5]), 20, seed=1)[:, 0])


@pytest.mark.parametrize("counts", [[1], [3], [1, 1]])
def test_tiny_rounds_are_dealt_too(counts):
    drawn = turns(Schedule(counts), 6)
    assert set(drawn[:, 0]) == set(range(len(counts)))


def test_a_far_number_costs_nothing():
    part, turn = Schedule([3, 2]).turn(10**15 + 1, seed=4)
    assert int(turn) // (3, 2)[int(part)] == (10**15 + 1) // 5
