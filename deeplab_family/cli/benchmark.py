"""`deeplab benchmark MODEL`: latency, throughput and memory on this machine."""

import dataclasses
import json
from pathlib import Path

from deeplab_family.cli.options import Model, needed, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.path_checks import require_there
from deeplab_family.cli.value_checks import require_above_zero, require_least
from deeplab_family.console.progress_lines import ProgressLines
from deeplab_family.console.terminal import printable
from deeplab_family.inference.model_files import refuse_no_model
from deeplab_family.machine import cores, machine
from deeplab_family.run_folder import EXPORT, model_file
from deeplab_family.speed import (
    LoadCase,
    MeasuredLoad,
    load_cases,
    matrix_peaks,
    measure,
    models_in,
)
from input_pipeline.atomic_files import write_atomic

EXAMPLE = "deeplab benchmark runs/photos/export"
NUMBERS = (
    *("threads", "batch", "clients", "median ms", "90 %", "99 %"),
    *("images/s", "MB"),
)
LEAST_ASKED = ("90 %", "MB", "batch", "clients", "99 %")


@dataclasses.dataclass(frozen=True)
class Options:
    """Measures a model, or all files of an export, on this machine.

    Example: deeplab benchmark runs/photos/export

    Each row has a process of its own: the seconds of a request (median, and
    what 90 and 99 of 100 stay below), images a second, and the most memory
    that the process held, its engine included. First with one thread and with
    all, then larger batches, and of a SavedModel more clients at a time, each
    through the signature that a server calls.

    Attributes:
        model: a .keras, .tflite or .onnx file, a SavedModel, or the folder of
            a run or of an export.
        url: instead of MODEL, a model of TensorFlow Serving, asked over REST
            for the masks of JPEGs: http://localhost:8501/v1/models/segmenter.
        image_size: height and width of the images, in pixels; 360 480 if left
            out and the file takes any size.
        threads: of the engine; 1 and all cores if left out.
        batch_sizes: images in a request, of files that take several.
        clients: who ask at the same time, of a SavedModel or a server.
        seconds: for how long each row is measured.
        json: file that gets the same numbers.
        overwrite: replace that file if it is there already.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program (docs/export/serving.md).
    """

    model: Model = None
    url: str = ""
    image_size: tuple[int, int] | None = None
    threads: tuple[int, ...] = ()
    batch_sizes: tuple[int, ...] = (4,)
    clients: tuple[int, ...] = (8, 32)
    seconds: float = 2.0
    json: Path | None = None
    overwrite: bool = False
    trust: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`.

    Returns:
        0, or 1 if a row could not be measured.
    """
    options = parse(Options, "benchmark", words)
    cases = _cases(options)
    # Engines stay out of this process: a child starts with what is free.
    rows = []
    with ProgressLines() as show:
        peaks = matrix_peaks()
        for number, case in enumerate(cases):
            show("measuring", number, len(cases), unit="rows")
            rows.append(measure(case))
    _print(rows, peaks)
    if options.json is not None:
        content = {
            "machine": machine(),
            "matrix_gflops": peaks,
            "rows": [dataclasses.asdict(row) for row in rows],
        }
        write_atomic(options.json, json.dumps(content, indent=2) + "\n")
    return 1 if any(row.error for row in rows) else 0


def _cases(options: Options) -> list[LoadCase]:
    require_least(options, "image_size", "threads", "batch_sizes", "clients")
    require_above_zero(options, "seconds")
    if options.model and options.url:
        raise ValueError(
            f"--url stands for MODEL. Leave one of them out: {options.model}"
        )
    if options.url and "/v1/models/" not in options.url:
        raise ValueError(
            "--url must end in /v1/models/NAME, the name of the model on the "
            f"server: http://localhost:8501/v1/models/segmenter. Received: "
            f"{options.url}"
        )
    base = LoadCase(
        url=options.url,
        image_size=options.image_size,
        seconds=options.seconds,
        trust=options.trust,
    )
    files = [] if options.url else _files(options.model)
    check_outputs([options.json], files, overwrite=options.overwrite)
    bases = [dataclasses.replace(base, path=str(file)) for file in files]
    return [
        case
        for one in bases or [base]
        for case in load_cases(
            one,
            options.threads or sorted({1, cores()}),
            options.batch_sizes,
            options.clients,
        )
    ]


def _files(model: Path | None) -> list[Path]:
    path = Path(needed(model, "MODEL", EXAMPLE))
    require_there(path, "MODEL", "a model, the folder of a run or an export")
    if not (path / EXPORT).is_file():
        path = model_file(path, is_checked=False)
    files = models_in(path)
    if files == [path]:  # a broken file among several is told in its row
        refuse_no_model(path)
    return files


def _print(rows: list[MeasuredLoad], peaks: dict[str, float]) -> None:
    from deeplab_family.console.tables import Table, numbers
    from deeplab_family.console.tables import words as columns
    from deeplab_family.console.terminal import Console

    measured = [row for row in rows if not row.error]
    sizes = {row.image_size for row in measured}
    size = sizes.pop() if len(sizes) == 1 else None
    title = f"Images of {size[0]} x {size[1]}" if size else "One row a process"
    table = Table(
        title=title,
        columns=columns("model") + numbers(*NUMBERS),
        rows=tuple(map(_cells, measured)),
        least_asked=LEAST_ASKED,
    )
    if measured:
        Console().print(table)
    for row in rows:
        if row.error:
            name = row.case.path or row.case.url
            told = row.error if name in row.error else f"{name}: {row.error}"
            print(printable(f"error: {told}"))
    print(printable(machine()))
    if peaks:
        speeds = (f"{n:,.0f} GFLOP/s in {name}" for name, n in peaks.items())
        print(f"Large matrix products: {', '.join(speeds)}")


def _cells(row: MeasuredLoad) -> tuple[str, ...]:
    case, memory = row.case, row.peak_bytes
    of_engine = "" if case.url else str(case.threads)
    return (
        _name(case),
        of_engine,
        str(case.batch_size),
        str(case.clients),
        *(f"{ms:.1f}" for ms in row.milliseconds),
        f"{row.images_per_second:.1f}",
        "" if memory is None else f"{memory / 1e6:,.0f}",
    )


def _name(case: LoadCase) -> str:
    return Path(case.path).name if case.path else case.url
