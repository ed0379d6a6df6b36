"""The `deeplab` command: one command a file, the file named after it."""

import importlib
import keyword
import sys
from pathlib import Path

from deeplab_family import __version__
from deeplab_family.cli import errors
from deeplab_family.cli.next_steps import next_steps
from deeplab_family.cli.termination import terminations_raised
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.shadowed_packages import refuse_shadowed_packages

COMMANDS = {
    "demo": "draw streets, train, evaluate, predict, export: in minutes",
    "doctor": "DATA: what is wrong with a data set, all at once",
    "convert": "DATA: as folders, COCO, YOLO or records; new splits",
    "records": "DATA: pack a data set into sharded TFRecords",
    "data-service": "dispatcher or worker: make batches on other machines",
    "recipes": "list the recipes that `train` knows",
    "experiments": "list the rows of the papers, which `train` runs",
    "inspect": "RECIPE_OR_MODEL: costs and receptive fields, stage by stage",
    "compare": "RECIPE_OR_MODEL...: cost, time and memory side by side",
    "benchmark": "MODEL_OR_EXPORT: latency, throughput and memory here",
    "import": "SOURCE FILE: trained weights of other projects, as a model",
    "train": "DATA: train, or continue a stopped run",
    "runs": "FOLDER: list the runs in it, with step, best mIoU and state",
    "evaluate": "MODEL DATA: mean IoU and IoU of each class",
    "predict": "MODEL IMAGE...: masks and overlays of photographs and videos",
    "predict-shards": "MODEL IMAGE...: many images with Apache Beam, resumable",
    "evaluate-shards": "MODEL RECORDS: one confusion matrix from many workers",
    "figure": "NAME MODEL...: the papers' figures, of your networks",
    "app": "MODEL: a page on this machine to try it in a browser",
    "export": "MODEL: files to serve and to ship, each compared with it",
    "verify": "EXPORT: repeat the comparisons of an export, here and now",
}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: words after `deeplab`; None takes those of the process.

    Returns:
        The exit status: 0 on success, 1 if a check failed (an export beyond
        its limits), 2 for wrong input, 130 after Ctrl-C, 143 after SIGTERM,
        129 after SIGHUP and 75 after SIGUSR1.
    """
    words = sys.argv[1:] if arguments is None else arguments
    with terminations_raised():
        return errors.guard(lambda: _run(words))


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help") or words == ["help"]:
        print(usage())
        return 0
    if words[0] in ("-V", "--version"):
        print(__version__)
        return 0
    try:
        refuse_shadowed_packages()
    except ImportError as error:
        return errors.report(str(error))
    command, *rest = words[1:] + ["--help"] if words[0] == "help" else words
    if command not in COMMANDS:
        return errors.report(
            f"unknown command {command!r}{did_you_mean(command, COMMANDS)}. "
            f"Known are: {', '.join(COMMANDS)}."
        )
    return _module_of(command).main(rest)


def usage() -> str:
    """The text of `deeplab --help`."""
    lines = [
        f"  {command:15} {meaning}" for command, meaning in COMMANDS.items()
    ]
    return "\n".join(
        [
            f"deeplab {__version__}: semantic segmentation, from photographs "
            "to phones",
            "",
            "usage: deeplab COMMAND [options]",
            "",
            "Next steps:",
            next_steps(Path.cwd()),
            "",
            "All commands:",
            *lines,
            "",
            "DATA is the folder of a data set; MODEL a .keras, .tflite or "
            ".onnx file or a",
            "SavedModel; the folder of a run, such as runs/photos, stands for "
            "both.",
            "`deeplab COMMAND --help` lists the options of a command, with an "
            "example.",
        ]
    )


def _module_of(command: str):
    # Imported only when called, and TensorFlow only after its options are
    # read (see `quiet`): it takes seconds, and `--help` must not.
    name = command.replace("-", "_")
    if keyword.iskeyword(name):  # no file of that name could be imported
        name += "_"
    return importlib.import_module(f"deeplab_family.cli.{name}")


if __name__ == "__main__":
    sys.exit(main())
