"""What the input pipelines of a race are asked to do, and how it is timed."""

import argparse
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

WARM_BATCHES = 4


@dataclass(frozen=True)
class StreamJob:
    """Training batches of some size from a plain folder.

    Args:
        root: holds `images/train/*.jpg` and `labels/train/*.png`.
        size: height and width of the training images, in pixels.
        batch: images in a batch.
        batches: batches in one measurement.
        style: what a worker that has several ways of working shall do.
    """

    root: str
    size: int
    batch: int
    batches: int
    style: str = "usual"

    def arguments(self) -> list[str]:
        """The job as a command line, which `from_command_line` reads."""
        sizes = (self.size, self.batch, self.batches)
        return [self.root, *map(str, sizes), self.style]

    @classmethod
    def from_command_line(cls) -> "StreamJob":
        """Reads `ROOT SIZE BATCH BATCHES STYLE`."""
        parser = argparse.ArgumentParser()
        parser.add_argument("root")
        for name in ("size", "batch", "batches"):
            parser.add_argument(name, type=int)
        parser.add_argument("style")
        return cls(**vars(parser.parse_args()))

    def files(self) -> list[tuple[str, str]]:
        """Pairs of image and label, sorted by name."""
        images = sorted(Path(self.root, "images/train").glob("*.jpg"))
        labels = Path(self.root, "labels/train")
        return [(str(i), str(labels / f"{i.stem}.png")) for i in images]


def seconds_for(make: Callable[[], Iterable], batches: int) -> float:
    """Seconds that `batches` batches of a fresh iterator take.

    A fresh one, since an iterator that is waiting fills its buffers while it
    is another's turn; the first batches only warm it.
    """
    iterator = iter(make())
    for _ in range(WARM_BATCHES):
        next(iterator)
    start = time.perf_counter()
    for _ in range(batches):
        next(iterator)
    return time.perf_counter() - start
