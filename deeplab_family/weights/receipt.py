"""Receipt of a load: where weights came from, what fitted, what did not."""

from __future__ import annotations

import dataclasses
import json
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

ATTRIBUTE = "weights_receipt"
COUNTER = "num_batches_tracked"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Receipt:
    """Receipt of a network's weights: source, file, matches and notes.

    Attributes:
        source: kind of the weights in words, "torchvision ResNet".
        file: name of the file, without its folder.
        sha256: of the file, hexadecimal.
        matched: paths of our layers that were filled.
        fresh: paths of our layers that keep their fresh weights.
        skipped: names in the file that nothing was made of.
        notes: sentences on single parts, such as rows of a last layer that
            were taken by the names of their classes.
    """

    source: str
    file: str
    sha256: str
    matched: tuple[str, ...]
    fresh: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def line(self) -> str:
        """The receipt in one line, with counts."""
        text = (
            f"Weights: {self.source}, {self.file} (sha256 {self.sha256[:12]}): "
            f"{len(self.matched)} layers filled, {len(self.fresh)} fresh, "
            f"{len(self._left())} arrays of the file not used"
        )
        return ". ".join([text, *self.notes])

    def _left(self) -> list[str]:
        """What was skipped and is no counter, as PyTorch's layers have one."""
        return [n for n in self.skipped if not n.endswith(COUNTER)]

    def tree(self) -> dict[str, Any]:
        """The receipt as JSON content."""
        return json.loads(json.dumps(dataclasses.asdict(self)))

    @classmethod
    def from_tree(cls, tree: dict[str, Any]) -> Receipt:
        """The receipt that `tree` described."""
        return cls(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in tree.items()
            }
        )


def receipt_of(model: keras.Model) -> Receipt | None:
    """The receipt of a built or loaded model; None for fresh weights.

    Raises:
        TypeError: if `model` is the path of one.
    """
    if isinstance(model, str | PathLike):
        raise TypeError(
            "`model` must be a loaded model: keras.saving.load_model(path). "
            f"Received: {model!r}"
        )
    return getattr(model, ATTRIBUTE, None)
