"""Load cases: which model file is asked how, by how many at a time."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

TFLITE, ONNX = ".tflite", ".onnx"
SAVED_MODEL = "saved_model.pb"


@dataclasses.dataclass(frozen=True, kw_only=True)
class LoadCase:
    """A model file, and how it is asked while it is timed.

    Attributes:
        path: of the file or of a SavedModel's folder; "" for a server.
        url: of a model on a server of TensorFlow Serving's REST interface,
            such as http://localhost:8501/v1/models/segmenter; or "".
        batch_size: int >= 1, images in a request.
        threads: int >= 1, of the engine.
        clients: int >= 1, who ask at the same time, each for one request
            after the other.
        image_size: height and width of the images, in pixels; None for the
            size that the file takes.
        seconds: float > 0, for how long it is asked.
        trust: run a SavedModel that `deeplab export` did not write.
    """

    path: str = ""
    url: str = ""
    batch_size: int = 1
    threads: int = 1
    clients: int = 1
    image_size: tuple[int, int] | None = None
    seconds: float = 2.0
    trust: bool = False

    @property
    def kind(self) -> str:
        """The ending of the file; "server" or "saved_model"."""
        if self.url:
            return "server"
        return Path(self.path).suffix or "saved_model"


def models_in(path: Path) -> list[Path]:
    """The model files that a path means: itself, or those of an export.

    Raises:
        ValueError: if a folder holds none.
    """
    if not path.is_dir() or (path / SAVED_MODEL).is_file():
        return [path]
    found = [
        child
        for child in sorted(path.iterdir())
        if child.suffix in (TFLITE, ONNX) or _is_served(child)
    ]
    if found:
        return found
    if _is_served(path):
        return [path]
    raise ValueError(
        f"{path} holds no .tflite or .onnx file and no SavedModel. Name a "
        "model, the folder of a run, or one that `deeplab export` wrote"
    )


def load_cases(
    case: LoadCase,
    threads: Sequence[int],
    batch_sizes: Sequence[int],
    clients: Sequence[int],
) -> list[LoadCase]:
    """The cases of one model: each number of threads, then larger loads.

    Batches and clients come with the most threads. A TFLite file takes one
    image and one caller, so it has neither; clients are those of a SavedModel
    or of a server, which alone sets its threads and batches.

    Args:
        case: path or URL, image size, seconds and trust.
        threads: numbers of threads.
        batch_sizes: numbers of images in a request.
        clients: numbers of who ask at the same time.
    """

    def cases(**values: Sequence[int]) -> list[LoadCase]:
        ((name, numbers),) = values.items()
        base = dataclasses.replace(case, threads=max(threads))
        return [dataclasses.replace(base, **{name: n}) for n in numbers]

    if case.kind == "server":
        return cases(clients=sorted({1, *clients}))
    found = cases(threads=threads)
    if case.kind != TFLITE:
        found += cases(batch_size=[n for n in batch_sizes if n > 1])
    if case.kind == "saved_model":
        found += cases(clients=[n for n in clients if n > 1])
    return found


def _is_served(folder: Path) -> bool:
    """Is it a SavedModel, or does it lie one or two levels below?"""
    patterns = (SAVED_MODEL, f"*/{SAVED_MODEL}", f"*/*/{SAVED_MODEL}")
    return any(any(folder.glob(each)) for each in patterns)
