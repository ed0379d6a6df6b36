"""Where tiles lie along one side of an image, and how they are blended.

Tiles have equal size and even steps. Two neighbors blend over `overlap`
pixels in the middle of what they share: the weight of the one falls linearly
while that of the other rises, and the two sum to one.
"""

import tensorflow as tf


class TileAxis:
    """The tiles along one side; all numbers are int32 tensors.

    Args:
        length: of the side, in pixels.
        tile: largest length of a tile.
        overlap: pixels to blend over, 2 to a quarter of `tile`.
    """

    def __init__(self, length: tf.Tensor, tile: int, overlap: int):
        self.length = length
        self.overlap = overlap
        self.size = tf.minimum(length, tile)
        # Rounded up; a side no longer than one tile gives one.
        steps = -((overlap - length) // (tile - overlap))
        self.count = tf.maximum(steps, 1)

    def start(self, index: tf.Tensor) -> tf.Tensor:
        """First pixel of a tile."""
        room = self.length - self.size
        return index * room // tf.maximum(self.count - 1, 1)

    def is_last(self, index: tf.Tensor) -> tf.Tensor:
        """Whether no tile follows."""
        return tf.equal(index, self.count - 1)

    def span(self, index: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """The pixels from, and up to, which a tile has a say."""
        low = tf.where(index > 0, self._blend_start(index - 1), 0)
        high = self._blend_start(index) + self.overlap
        return low, tf.where(self.is_last(index), self.length, high)

    def weights(self, index: tf.Tensor) -> tf.Tensor:
        """float32, one for each pixel of the span."""
        low, high = self.span(index)
        place = tf.cast(tf.range(high - low), tf.float32) + 0.5
        rising = tf.minimum(place / self.overlap, 1)
        falling = tf.reverse(rising, [0])
        rising = tf.where(index > 0, rising, 1)
        return rising * tf.where(self.is_last(index), 1.0, falling)

    def _blend_start(self, index):
        """Where a tile begins to give way to the next."""
        both = self.start(index) + self.start(index + 1) + self.size
        return both // 2 - self.overlap // 2
