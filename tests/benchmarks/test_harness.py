import pytest

from benchmarks.harness import Step, Timing, race


class Scripted:
    """Takes as long as its script says, and writes down when it worked."""

    note = "scripted"

    def __init__(self, name, seconds, diary):
        self.name, self.seconds, self.diary = name, seconds, diary

    def turn(self, repeats):
        self.diary.append((self.name, repeats))
        return [self.seconds] * repeats


def test_everyone_works_once_a_round_in_rotating_order():
    diary = []
    contestants = [Scripted(name, 1.0, diary) for name in "abc"]

    race(contestants, rounds=3, turn_seconds=0.1, pause_seconds=0)

    order = "".join(name for name, _ in diary)
    assert order == "abc" + "abc" + "bca" + "cab"


def test_a_turn_is_about_as_long_as_wished_but_never_empty():
    diary = []
    contestants = [Scripted("quick", 0.1, diary), Scripted("slow", 9, diary)]

    race(contestants, rounds=1, turn_seconds=0.5, pause_seconds=0)

    assert diary[2:] == [("quick", 5), ("slow", 1)]


def test_only_turns_of_one_round_are_compared():
    base = Timing("base", "", ((1.0,), (10.0,), (2.0,)))
    mine = Timing("mine", "", ((0.5,), (5.0,), (1.0,)))

    assert mine.ratio_to(base) == (0.5, 0.5, 0.5)


def test_ratio_comes_with_its_quartiles():
    base = Timing("base", "", ((1.0,),) * 5)
    mine = Timing("mine", "", ((1.0,), (2.0,), (3.0,), (4.0,), (50.0,)))

    assert mine.ratio_to(base) == (3.0, 2.0, 4.0)


def test_median_and_fastest_look_at_all_rounds():
    timing = Timing("any", "", ((3.0, 1.0), (2.0,)))

    assert (timing.median, timing.fastest) == (2.0, 1.0)


def test_a_step_is_run_as_often_as_told():
    calls = []
    step = Step("step", lambda: calls.append(1))

    seconds = step.turn(4)

    assert len(calls) == len(seconds) == 4
    assert all(second == pytest.approx(0, abs=0.5) for second in seconds)
