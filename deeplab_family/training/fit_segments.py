"""Fit segments: a run cut at its evaluations, also when it resumes."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class FitSegment:
    """One call of `fit`: Keras "epochs" of equal length.

    Attributes:
        start: steps done before.
        steps: steps between two evaluations.
        count: how many times `steps`.
        first_epoch: number of the first of these epochs in the whole run.
    """

    start: int
    steps: int
    count: int
    first_epoch: int


def plan_fit_segments(
    done: int, total: int, eval_every: int
) -> list[FitSegment]:
    """Segments from step `done` to `total`, cut at multiples of `eval_every`.

    At most three: what is left of the epoch a stopped run was in, the whole
    epochs, and a shorter last one.
    """
    segments = []
    while done < total:
        into_epoch = done % eval_every
        whole = (total - done) // eval_every
        if into_epoch or not whole:
            steps = min(eval_every - into_epoch, total - done)
            count = 1
        else:
            steps, count = eval_every, whole
        segments.append(FitSegment(done, steps, count, done // eval_every))
        done += steps * count
    return segments
