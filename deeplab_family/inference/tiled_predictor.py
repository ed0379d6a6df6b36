"""Predictor in tiles: large images under a bound on memory."""

from collections.abc import Iterator

import numpy as np

from deeplab_family.inference.asked_pictures import (
    asked_pictures,
    blank_image,
)
from deeplab_family.inference.memory_bound import largest_side
from deeplab_family.inference.predict_at_size import check_images
from deeplab_family.inference.prediction import Prediction
from deeplab_family.inference.predictor import Predictor
from deeplab_family.inference.tile_spans import (
    HALO,
    Span,
    smallest_side,
    tile_spans,
)

SIDE = 1024
"""Pixels a side of a tile, halo and all, where no bound is stated."""


class TiledPredictor:
    """Asks images that are larger than a tile in tiles.

    Inside, an answer is that for the whole image, as far as the network looks
    no farther than the halo; see `tile_spans`. Probabilities are computed
    when they are asked for, in a second pass.

    Args:
        predictor: what is asked; any.
        max_memory: bytes that this process may hold at its peak, but for
            probabilities that somebody asks for; None takes tiles of 1024.
        halo: pixels around each tile that are asked and thrown away.

    Attributes:
        kind, num_classes, class_names, pictures: those of the predictor.
        input_size: None: images of any size are taken.
    """

    input_size = None

    def __init__(
        self,
        predictor: Predictor,
        max_memory: int | None = None,
        halo: int = HALO,
    ):
        self.kind = predictor.kind
        self.num_classes = predictor.num_classes
        self.class_names = predictor.class_names
        self.pictures = asked_pictures(predictor)
        self.predictor, self.max_memory = predictor, max_memory
        self.halo = halo
        self._side: int | None = None

    def __call__(self, images: np.ndarray) -> Prediction:
        """Answer for images `(batch, height, width, channels)`."""
        check_images(images, self.pictures)
        return self.run(images)

    def run(self, images: np.ndarray) -> Prediction:
        """The same without a look at dtype and shape."""
        rows, columns = self.spans(*images.shape[1:3])
        alone = len(images) == 1 or self.max_memory is None
        if len(rows) == len(columns) == 1 and alone:
            return self.predictor(images)
        class_map = np.empty(images.shape[:3], np.uint8)
        for place, answer in self._answers(images):
            class_map[place] = answer.class_map
        if self.num_classes is None:
            return Prediction(class_map)
        return Prediction(class_map, lambda: self._shares(images))

    def raw(self, images: np.ndarray) -> Prediction:
        """The class map; to time."""
        return self.run(images)

    def spans(
        self, height: int, width: int, bytes_per_row: int = 0
    ) -> tuple[list[Span], list[Span]]:
        """Tiles along both sides of an image.

        Args:
            height, width: of the image.
            bytes_per_row: held beside the network, for each row of a tile.

        Raises:
            ImageSizeError: not even the smallest tile fits the memory.
        """
        fixed = self.predictor.input_size
        sides = (
            fixed or (self._side_for(max(height, width), bytes_per_row),) * 2
        )
        return tuple(
            tile_spans(length, side, self.halo, fixed is not None)
            for length, side in zip((height, width), sides, strict=True)
        )

    def _side_for(self, longest, bytes_per_row):
        if self.max_memory is None:
            return max(SIDE, smallest_side(self.halo))
        smallest = smallest_side(self.halo)
        if longest <= smallest:
            return smallest
        if self._side is None:
            self._side = largest_side(
                self._ask_square,
                self.max_memory,
                smallest,
                longest + 64,
                bytes_per_row,
            )
        return self._side

    def _ask_square(self, side):
        self.predictor(blank_image(self.pictures, (side, side)))

    def _answers(self, images) -> Iterator[tuple[tuple, Prediction]]:
        """Each tile's place in the batch, and the answer there."""
        rows, columns = self.spans(*images.shape[1:3])
        for row in rows:
            for column in columns:
                place = (
                    slice(row.start, row.stop),
                    slice(column.start, column.stop),
                )
                window = images[:, row.low : row.high, column.low : column.high]
                # One by one: a batch would need the memory of several tiles.
                for index in range(len(images)):
                    part = slice(index, index + 1)
                    answer = self.predictor(np.ascontiguousarray(window[part]))
                    kept = _kept(answer, row.kept, column.kept)
                    yield (part, *place), kept

    def _shares(self, images):
        shares = np.empty((*images.shape[:3], self.num_classes), np.float32)
        for place, answer in self._answers(images):
            shares[place] = answer.probabilities
        return shares


def _kept(answer, rows, columns):
    class_map = answer.class_map[:, rows, columns]
    if answer.logits is not None:
        return Prediction(class_map, logits=answer.logits[:, rows, columns])
    if not answer.has_probabilities:
        return Prediction(class_map)
    return Prediction(class_map, lambda: answer.probabilities[:, rows, columns])
