"""What the workers of a race are asked to do, the same for all of them."""

import argparse
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Job:
    """One kind of work on a network.

    Args:
        task: "inference" or "training".
        size: height and width of the images, in pixels.
        batch: images in a batch.
        classes: number of classes.
    """

    task: str
    size: int
    batch: int
    classes: int = 21

    def arguments(self) -> list[str]:
        """The job as a command line, which `from_command_line` reads."""
        sizes = (self.size, self.batch, self.classes)
        return [self.task, *map(str, sizes)]

    @classmethod
    def from_command_line(cls) -> "Job":
        """Reads `TASK SIZE BATCH CLASSES`."""
        parser = argparse.ArgumentParser()
        parser.add_argument("task", choices=["inference", "training"])
        for name in ("size", "batch", "classes"):
            parser.add_argument(name, type=int)
        return cls(**vars(parser.parse_args()))

    def images(self) -> np.ndarray:
        """Noise 0..255 as float32 `(batch, size, size, 3)`."""
        shape = (self.batch, self.size, self.size, 3)
        rng = np.random.default_rng(0)
        return rng.uniform(0, 255, shape).astype("float32")

    def labels(self) -> np.ndarray:
        """Random class ids as int32 `(batch, size, size)`."""
        shape = (self.batch, self.size, self.size)
        rng = np.random.default_rng(1)
        return rng.integers(0, self.classes, shape).astype("int32")
