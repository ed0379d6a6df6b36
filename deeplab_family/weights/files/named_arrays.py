"""Named arrays: what the reader of a weight file gives."""

import numpy as np


class NamedArrays(dict[str, np.ndarray]):
    """Arrays by their names, in the order of the file.

    Attributes:
        file_format: in words, such as "safetensors".
        skipped: names of what the file holds besides weights (an optimizer's
            slots, a step counter) and this leaves out.
    """

    def __init__(
        self, arrays, *, file_format: str, skipped: tuple[str, ...] = ()
    ):
        super().__init__(arrays)
        self.file_format = file_format
        self.skipped = skipped
