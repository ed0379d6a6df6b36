"""Times contestants in turns, so that a busy machine disturbs all alike.

Every round gives each contestant one turn, in rotating order. Only turns of
the same round are compared; the answer is the median over the rounds of those
ratios. Medians in milliseconds move with the machine's load, ratios hardly.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class BenchmarkProcess(Protocol):
    """Something that can be told to work.

    Attributes:
        name: what the table calls it.
        note: what a reader must know about it.
    """

    name: str
    note: str

    def turn(self, repeats: int) -> list[float]:
        """Works `repeats` times; returns the seconds of each."""


@dataclass(frozen=True)
class Step:
    """A contestant in this process: a function that does the work once."""

    name: str
    run: Callable[[], object]
    note: str = ""

    def turn(self, repeats: int) -> list[float]:
        return [time_once(self.run) for _ in range(repeats)]


@dataclass(frozen=True)
class Timing:
    """What was measured of one contestant.

    Attributes:
        name: of the contestant.
        note: of the contestant.
        rounds: the seconds of each piece of work, one tuple for each round.
    """

    name: str
    note: str
    rounds: tuple[tuple[float, ...], ...]

    @property
    def median(self) -> float:
        """Median seconds over all rounds."""
        return statistics.median(s for turn in self.rounds for s in turn)

    @property
    def fastest(self) -> float:
        """Least seconds of all rounds."""
        return min(s for turn in self.rounds for s in turn)

    def ratio_to(self, other: "Timing") -> tuple[float, float, float]:
        """How much longer than `other`: median, lower and upper quartile."""
        ratios = sorted(
            statistics.median(mine) / statistics.median(theirs)
            for mine, theirs in zip(self.rounds, other.rounds, strict=True)
        )
        last = len(ratios) - 1
        low, high = ratios[last // 4], ratios[last - last // 4]
        return statistics.median(ratios), low, high


def race(
    contestants: Sequence[BenchmarkProcess],
    rounds: int = 9,
    turn_seconds: float = 1.5,
    pause_seconds: float = 0.25,
) -> list[Timing]:
    """Lets the contestants work in turns.

    Args:
        contestants: who takes part.
        rounds: int >= 1. Turns of each contestant. Defaults to 9.
        turn_seconds: float > 0. About how long a turn takes; a turn holds at
            least one piece of work. Defaults to 1.5.
        pause_seconds: float >= 0. Rest between turns, in which the threads of
            the last contestant fall asleep. Defaults to 0.25.

    Returns:
        One timing for each contestant, in their order.
    """
    repeats = [_warm_up(one, turn_seconds) for one in contestants]
    turns = [[] for _ in contestants]
    for number in range(rounds):
        for place in range(len(contestants)):
            index = (number + place) % len(contestants)
            turn = contestants[index].turn(repeats[index])
            turns[index].append(tuple(turn))
            time.sleep(pause_seconds)
    return [
        Timing(one.name, one.note, tuple(mine))
        for one, mine in zip(contestants, turns, strict=True)
    ]


def time_once(run: Callable[[], object]) -> float:
    """Seconds that `run()` takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _warm_up(contestant: BenchmarkProcess, turn_seconds: float) -> int:
    # The first times compile, allocate and fill caches; the last one counts.
    seconds = contestant.turn(3)[-1]
    return max(1, round(turn_seconds / max(seconds, 1e-6)))
