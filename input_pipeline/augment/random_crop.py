"""Random crop: cuts a window of fixed size, and pads small samples."""

from __future__ import annotations

from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.augment.pad import Padding, pad_sample, padding_color
from input_pipeline.sample import IMAGE, LABEL, Sample


@dataclass(frozen=True, kw_only=True)
class RandomCrop:
    """Cuts a window whose place is drawn evenly from all that fit.

    A sample smaller than the window is padded at the bottom and right, with one
    color and the ignored label.

    Args:
        size: `(height, width)` of the window in pixels, both >= 1.
        padding: "mean" or "zero", the color. Defaults to "mean".

    Raises:
        ValueError: if `size` is not two integers >= 1, or `padding` unknown.
    """

    size: tuple[int, int] = (513, 513)
    padding: Padding = "mean"

    def __post_init__(self):
        if len(self.size) != 2 or any(
            not isinstance(side, int) or side < 1 for side in self.size
        ):
            raise ValueError(
                "`size` must be (height, width), both integers >= 1. "
                f"Received: {self.size}"
            )
        padding_color(self.padding)

    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Cuts the sample; the same seed of shape (2,), the same window."""
        top, left = tf.unstack(self.offset(tf.shape(sample[LABEL]), seed))
        rows = slice(top, top + self.size[0])
        columns = slice(left, left + self.size[1])
        cut = {
            **sample,
            IMAGE: sample[IMAGE][rows, columns],
            LABEL: sample[LABEL][rows, columns],
        }
        return pad_sample(cut, self.size, padding=self.padding)

    def offset(self, size: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Draws `(top, left)`, int32, for a sample of `size` pixels."""
        free = tf.maximum(size - tf.constant(self.size), 0)
        drawn = tf.random.stateless_uniform([2], seed, None, None, tf.int32)
        return drawn % (free + 1)
