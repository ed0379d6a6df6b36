"""Artifact results of a report: what was measured of one exported file."""

from dataclasses import dataclass, field

from export.tolerances import Limit

MEANINGS = {
    "images": "RGB, 0 to 255",
    "image_bytes": "JPEG or PNG files",
    "class_map": "class of each pixel, its id",
    "logits": "a score for each class",
    "probabilities": "0 to 1, over all classes 1",
    "confidence": "of the class, 0 to 255 for 0 to 1",
    "mask_png_bytes": "gray PNG files of class ids",
    "features": "output of a layer",
}


@dataclass(frozen=True, kw_only=True)
class Tensor:
    """Tensor that goes in or comes out.

    Args:
        signature: that it belongs to.
        direction: "input" or "output".
        name: the same in every file.
        dtype: such as "uint8".
        shape: lengths; names or "?" for those that are free.
        scale: `value = scale * (stored - zero_point)`, of a quantized tensor.
        zero_point: of a quantized tensor; `None` for others, as `scale` is.
    """

    signature: str
    direction: str
    name: str
    dtype: str
    shape: tuple[int | str, ...]
    scale: float | None = None
    zero_point: int | None = None

    @property
    def meaning(self) -> str:
        """Meaning of its values."""
        return MEANINGS.get(self.name, "")


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """Delegation of a file's operations: partitions, and what remains.

    Args:
        partitions: how many pieces the delegate took; one is best, since
            every border between pieces costs a copy.
        delegated: how many operations are within these pieces.
        remaining: the operations that run on plain kernels, by name.
    """

    partitions: int
    delegated: int
    remaining: dict[str, int]


# A time is the median of so many runs; of fewer where one takes long.
USUAL_RUNS = 10


@dataclass(frozen=True, kw_only=True)
class Artifact:
    """One exported file, measured against the Keras model.

    Args:
        name: "serving", "float32", ...: a key of `limits.LIMITS`.
        path: relative to the export folder; that of a folder ends with "/".
        size_bytes: of the file, or of all files of the folder.
        latency_ms: median time of one image, the network alone, with the
            report's number of threads.
        latency_one_thread_ms: the same with one thread; `None` for engines
            that choose their threads themselves.
        peak_memory_bytes: largest resident memory of a process that loads
            the file and runs one image; `None` if it was not measured.
        largest_difference: of any probability; `None` when the file answers
            with nothing but a class map.
        mean_difference: over all probabilities, or `None` likewise.
        equal_pixels: share of pixels with the same class.
        mean_iou: on the labels, `None` without labels.
        mean_iou_drop: how far below the Keras model's, `None` without labels.
        mean_iou_drop_interval: its 95 % confidence interval, low and high.
        class_iou_drop: the drop of each class; `None` where a class has no
            IoU.
        operations: how often each operation occurs; empty for a SavedModel.
        delegation: what the CPU delegate takes; `None` for other engines.
        tensors: what goes in and comes out.
        compared_images: how many images it was compared on; fewer than the
            report's where one takes long.
        timed_runs: how many runs `latency_ms` is the median of.
        limit: what it has to keep.
        over_budget: why it breaks a budget that the user has set.
    """

    name: str
    path: str
    size_bytes: int
    latency_ms: float
    latency_one_thread_ms: float | None = None
    peak_memory_bytes: int | None = None
    largest_difference: float | None
    mean_difference: float | None
    equal_pixels: float
    mean_iou: float | None = None
    mean_iou_drop: float | None = None
    mean_iou_drop_interval: tuple[float, float] | None = None
    class_iou_drop: tuple[float | None, ...] | None = None
    operations: dict[str, int] = field(default_factory=dict)
    delegation: Delegation | None = None
    tensors: tuple[Tensor, ...] = ()
    compared_images: int = 0
    timed_runs: int = 0
    limit: Limit
    over_budget: tuple[str, ...] = ()

    @property
    def is_file(self) -> bool:
        """Whether it is a single file, as phones take it."""
        return not self.path.endswith("/")

    @property
    def failures(self) -> list[str]:
        """Reasons why it is not good enough; empty when it is."""
        reasons = self.limit.broken_by(
            self.largest_difference, self.equal_pixels, self.mean_iou_drop
        )
        return reasons + list(self.over_budget)
