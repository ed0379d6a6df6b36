"""`deeplab import SOURCE FILE`: another project's network as a model of ours.

The command is a keyword of Python, so the file has the underscore that PEP 8
gives to names of that kind.
"""

import dataclasses
import json
import shlex
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.options import needed, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.console.tf_startup import start_tensorflow

EXAMPLE = (
    "deeplab import torchvision deeplabv3_resnet50_coco-cd0a2569.pth "
    "--output voc.keras"
)
STANDARD_OUTPUT = Path("-")


@dataclasses.dataclass(frozen=True)
class Options:
    """Reads trained weights of another project into a model file of ours.

    Example: deeplab import torchvision deeplabv3_resnet50.pth --output
    voc.keras

    A whole network becomes a model for `predict`, `evaluate` and `export`; a
    backbone, such as a ResNet that was trained to classify, one to start from.
    The normalization of pixels that belongs to the weights goes into the
    model. What ours would not compute exactly is refused. Nothing in the file
    is executed.

    Attributes:
        source: whose file it is, such as "torchvision"
            (docs/training/weights.md lists them); "auto" recognizes it by the
            names in it.
        file: weights as the project publishes them.
        output: the .keras file to write.
        classes: a text file with one class name a line, in the order of the
            ids, for a network whose file does not name them, or others.
        check: a photograph on which the model is compared with the source's
            own code, before it is written; for torchvision's files torch and
            torchvision must be installed. The receipt notes the largest
            difference.
        json: file that gets the receipt for programs: what was filled and
            what was left; "-" prints it, and nothing else.
        overwrite: replace a model and a receipt that are there already.
    """

    source: Annotated[
        str,
        tyro.conf.Positional,
        tyro.conf.arg(metavar="SOURCE", help_behavior_hint=""),
    ] = ""
    file: Annotated[
        Path | None,
        tyro.conf.Positional,
        tyro.conf.arg(metavar="FILE", help_behavior_hint=""),
    ] = None
    output: Path | None = None
    classes: Path | None = None
    check: Path | None = None
    json: Path | None = None
    overwrite: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "import", words)
    _check(options)
    start_tensorflow()
    from deeplab_family.importers import import_model
    from deeplab_family.weights import receipt_of
    from input_pipeline.atomic_files import atomic_file

    model = import_model(options.file, options.source, options.check)
    if options.classes is not None:
        _name_classes(model, options.classes)
    with atomic_file(options.output) as draft:
        model.save(draft)
    receipt = receipt_of(model)
    text = json.dumps(receipt.tree(), indent=2)
    if options.json == STANDARD_OUTPUT:
        print(text)
        return 0
    _tell(model, receipt, options)
    if options.json is not None:
        from input_pipeline.atomic_files import write_atomic

        write_atomic(options.json, text + "\n")
        print(f"Receipt: {options.json}")
    return 0


def _name_classes(model, path: Path) -> None:
    from deeplab_family.models import SegmentationModel
    from input_pipeline.datasets.label_map_file import read_class_names

    if not isinstance(model, SegmentationModel):
        raise ValueError(
            "--classes is for networks; this file holds a backbone."
        )
    names = read_class_names(path)
    if len(names) != model.config.num_classes:
        raise ValueError(
            f"{path} names {len(names)} classes, the network has "
            f"{model.config.num_classes}."
        )
    model.class_names = names


def _check(options: Options) -> None:
    from deeplab_family.importers import known_sources

    known_sources(needed(options.source, "SOURCE", EXAMPLE))
    file = needed(options.file, "FILE", EXAMPLE)
    output = needed(options.output, "--output MODEL.keras", EXAMPLE)
    if output.suffix != ".keras":
        raise ValueError(
            f"--output must end in .keras, the format of the model. Received: "
            f"{output}"
        )
    receipt = None if options.json == STANDARD_OUTPUT else options.json
    inputs = [file, options.check, options.classes]
    check_outputs([output, receipt], inputs, overwrite=options.overwrite)


def _tell(model, receipt, options: Options) -> None:
    from deeplab_family.console.terminal import printable
    from deeplab_family.models import SegmentationModel

    print(printable(receipt.line()))
    print(f"Model: {options.output}")
    name = shlex.quote(str(options.output))
    if not isinstance(model, SegmentationModel):
        print(
            "It is a backbone, from images to features, RGB 0..255. Next: "
            f"deeplab train PHOTOS {_backbone_flags(model.backbone)} "
            f"--weights {name}"
        )
        return
    print(printable(_facts(model)))
    print(
        "Next:\n"
        f"  deeplab predict {name} PHOTO.jpg --output masks\n"
        f"  deeplab evaluate {name} DATA\n"
        f"  deeplab export {name} DATA --output exported"
    )


def _backbone_flags(backbone) -> str:
    """The flags of a run on that backbone."""
    from deeplab_family.weights.network_weights import SAME_WEIGHTS, flags_of

    preset = backbone.presets()[backbone.preset_name]
    differ = [
        name
        for name, value in backbone.get_config().items()
        if name not in SAME_WEIGHTS and value != getattr(preset, name)
    ]
    flags = flags_of(backbone, differ)
    return f"--backbone {backbone.preset_name} {flags}".strip()


def _facts(model) -> str:
    names = model.class_names
    classes = ", ".join(names) if names else "the file does not name them"
    stride = model.config.backbone.output_stride
    return (
        f"{model.config.num_classes} classes: {classes}\n"
        "Images: RGB, 0..255, any size; output stride "
        f"{stride}, logits at the image's size"
    )
