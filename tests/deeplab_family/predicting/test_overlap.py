import threading
import time

import pytest

from deeplab_family.predicting import in_background, in_parallel


def test_items_come_in_order_and_changed():
    chained = in_background(in_background(range(50)), lambda n: n * n)
    assert list(chained) == [n * n for n in range(50)]


def test_steps_run_at_the_same_time():
    """Each of three waits until all three are at work."""
    all_there = threading.Barrier(3, timeout=10)

    def items():
        yield "first"
        all_there.wait()
        yield "last"

    def change(item):
        if item == "first":
            all_there.wait()
        return item

    changed = in_background(in_background(items()), change)
    user = threading.Timer(0, all_there.wait)
    user.start()
    assert list(changed) == ["first", "last"]


def test_an_error_comes_after_the_items_before_it():
    def items():
        yield from (1, 2)
        raise KeyError("gone")

    got = []
    with pytest.raises(KeyError, match="gone"):
        for item in in_background(items()):
            got.append(item)
    assert got == [1, 2]


def test_who_stops_early_closes_all_that_is_behind():
    closed, before = [], threading.active_count()

    def items():
        try:
            yield from range(10**6)
        finally:
            closed.append(True)

    source = items()
    first = in_background(source)  # names, so that nothing ends by itself
    changed = in_background(first, lambda n: n + 1)
    assert next(changed) == 1
    changed.close()
    assert closed == [True]
    assert threading.active_count() <= before


def test_only_a_few_items_wait():
    made = []

    def items():
        for number in range(100):
            made.append(number)
            yield number

    waiting = in_background(items(), ahead=2)
    next(waiting)
    time.sleep(0.2)
    assert len(made) <= 4  # one in use, two waiting, one in the hand
    waiting.close()


def test_items_changed_at_the_same_time_come_in_order():
    """Each function has one item at a time, and both are at work."""
    busy, both = {"a": 0, "b": 0}, threading.Event()

    def changer(name):
        def change(item):
            busy[name] += 1
            assert busy[name] == 1
            if all(busy.values()):
                both.set()
            both.wait(10)
            time.sleep(0.002 * (item % 3))
            busy[name] -= 1
            return item, item * item

        return change

    changed = in_parallel(range(30), [changer("a"), changer("b")])
    assert list(changed) == [(n, n * n) for n in range(30)]


def test_an_error_of_one_item_comes_in_its_place():
    def change(item):
        if item == 3:
            raise KeyError("three")
        return item

    got = []
    with pytest.raises(KeyError, match="three"):
        for item in in_parallel(range(9), [change] * 2):
            got.append(item)
    assert got == [0, 1, 2]


def test_who_leaves_early_closes_what_is_changed_in_parallel():
    closed, asked = [], []

    def items():
        try:
            for n in range(1000):
                asked.append(n)
                yield n
        finally:
            closed.append(True)

    changed = in_parallel(items(), [str, str], ahead=1)
    assert next(changed) == "0"
    changed.close()
    assert closed and len(asked) < 10
