"""`deeplab predict MODEL IMAGE...`: masks and overlays."""

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import tyro
from PIL import Image

from deeplab_family.class_names import require_same_names
from deeplab_family.cli.options import Model, needed, output_in_run, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.tf_startup import start_tensorflow
from deeplab_family.run_folder import model_file
from input_pipeline import DATASETS, DataError
from input_pipeline.atomic_files import atomic_file
from input_pipeline.datasets import DatasetSpec, to_stored_ids

EXAMPLE = "deeplab predict runs/photos photo.jpg"


@dataclasses.dataclass(frozen=True)
class Options:
    """Segments photographs.

    Example: deeplab predict runs/photos photo.jpg more_photos

    Each image gets a paletted PNG of class ids, `NAME.png`, and the colors
    over the photograph with a legend, `NAME_overlay.jpg`. A photograph with
    an EXIF orientation is turned upright first, as viewers show it.

    Attributes:
        model: a .keras, .tflite or .onnx file, a SavedModel folder, or the
            folder of a run, whose best network is meant.
        images: JPEG or PNG files, or folders of them.
        output: folder for the results; made if missing. For a run
            `predictions` in its folder if left out.
        opacity: share of the class color in the overlays, 0..1.
        stored_ids: name of a data set, such as "cityscapes"; the masks are
            then also written with the ids that its test server expects, into
            the folder `stored_ids` in `output`.
        overwrite: replace results of an earlier call. Photographs are never
            replaced.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program (docs/serving.md).
    """

    model: Model = None
    images: Annotated[
        tuple[Path, ...],
        tyro.conf.Positional,
        tyro.conf.arg(metavar="IMAGE...", help_behavior_hint=""),
    ] = ()
    output: Path | None = None
    opacity: float = 0.5
    stored_ids: str = ""
    overwrite: bool = False
    trust: bool = False


def main(words: list[str]) -> int:
    """Runs the verb; see `Options`."""
    options = parse(Options, "predict", words)
    path = model_file(needed(options.model, "MODEL", EXAMPLE))
    needed(options.images, "IMAGE", EXAMPLE)
    example = f"{EXAMPLE} --output masks"
    output = output_in_run(
        options.output, options.model, "predictions", example
    )
    options = dataclasses.replace(options, output=output)
    if not 0 <= options.opacity <= 1:
        raise ValueError(f"--opacity must be 0..1. Received: {options.opacity}")
    start_tensorflow()
    from deeplab_family.cli.predict import stored_ids_writer
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.inference import load_predictor
    from deeplab_family.model_classes import read_classes
    from deeplab_family.photographs import is_turned, list_images, read_image

    paths = list_images(options.images)
    _check_outputs(options, path, paths)
    predictor = load_predictor(path, trust=options.trust)
    spec = read_classes(path, predictor.num_classes, predictor.class_names)
    write_stored = stored_ids_writer(
        options.output, options.stored_ids, spec.class_names
    )
    options.output.mkdir(parents=True, exist_ok=True)
    with ProgressLines() as show:
        for done, photo in enumerate(paths, 1):
            image = read_image(photo)
            class_map = predictor(image[None]).class_map[0]
            _write(options, photo.stem, image, class_map, spec)
            write_stored(photo.stem, class_map)
            show("segmenting", done, len(paths))
    if turned := sum(map(is_turned, paths)):
        print(f"{turned} turned upright, as their EXIF orientation says")
    images = "1 image" if len(paths) == 1 else f"{len(paths):,} images"
    print(f"{images} segmented into {options.output}")
    return 0


def _check_outputs(
    options: Options, model: Path, photographs: list[Path]
) -> None:
    for folder in options.images:
        if folder.is_dir() and _is_one(folder, options.output):
            raise ValueError(
                f"--output {options.output} is the folder of the photographs, "
                "which would hold masks among them then. Name another folder."
            )
    results = [
        options.output / name
        for path in photographs
        for name in (f"{path.stem}.png", f"{path.stem}_overlay.jpg")
    ]
    if options.stored_ids:
        stored = options.output / "stored_ids"
        results += [stored / f"{path.stem}.png" for path in photographs]
    inputs = (*photographs, model)
    check_outputs(results, inputs, overwrite=options.overwrite)


def _is_one(folder: Path, other: Path) -> bool:
    return other.is_dir() and folder.samefile(other)


def _write(options, stem, image, class_map, spec):
    from deeplab_family.visualization import overlay, write_image, write_mask

    folder = options.output
    write_mask(folder / f"{stem}.png", class_map, spec.palette)
    picture = overlay(
        image,
        class_map,
        spec.palette,
        spec.class_names,
        opacity=options.opacity,
    )
    write_image(folder / f"{stem}_overlay.jpg", picture)


def stored_ids_writer(
    output: Path, dataset: str, class_names: Sequence[str]
) -> Callable[[str, np.ndarray], None]:
    """Makes a function that writes `output/stored_ids/<stem>.png`.

    Args:
        output: folder of all results.
        dataset: a key of `DATASETS` whose labels have a fixed map of ids; ""
            for a function that does nothing.
        class_names: of the model, in the order of its ids.

    Returns:
        A function of the stem and the class map, `(height, width)`.

    Raises:
        DataError: if the data set has no such map.
        ClassNamesError: if it has other classes, or another order.
    """
    if not dataset:
        return lambda stem, class_map: None
    spec = _spec(dataset)
    require_same_names(class_names, spec.class_names, them=dataset)
    folder = output / "stored_ids"

    def write(stem: str, class_map: np.ndarray) -> None:
        stored = Image.fromarray(to_stored_ids(class_map, spec))
        with atomic_file(folder / f"{stem}.png") as draft:
            stored.save(draft)

    return write


def _spec(dataset: str) -> DatasetSpec:
    known = {
        name: kind.spec
        for name, kind in sorted(DATASETS.items())
        if isinstance(kind.__dict__.get("spec"), DatasetSpec)
        and kind.spec.label_map is not None
    }
    if dataset not in known:
        raise DataError(
            f"--stored-ids must be one of {', '.join(known)}. "
            f"Received: {dataset!r}"
        )
    return known[dataset]
