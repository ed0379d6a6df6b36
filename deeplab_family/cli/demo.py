"""`deeplab demo`: train, evaluate and export on drawn streets, in minutes."""

import dataclasses
from pathlib import Path

from deeplab_family.cli import evaluate, export, predict, train
from deeplab_family.cli.options import parse
from deeplab_family.cli.value_checks import require_least

MARK = ".deeplab_demo"
STEPS_A_MINUTE = 300


@dataclasses.dataclass(frozen=True)
class Options:
    """Draws a data set, trains, evaluates, predicts, exports and compares.

    Each step is a command of its own; the demo says what it does and for how
    long on two cores, and prints the line that you would type.

    Attributes:
        workdir: folder for everything the demo makes: a new or empty one, or
            that of an earlier demo, which is continued.
        steps: training steps; more give a better network.
    """

    workdir: Path = Path("runs/demo")
    steps: int = 1_100


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "demo", words)
    require_least(options, "steps")
    home = options.workdir
    _claim(home)
    streets, trained = home / "streets", home / "run"
    for command, what, line in [
        (
            train,
            "draw 240 streets and train a small network on them: "
            f"about {_minutes(options.steps)}",
            ["synthetic_mobile", "--workdir", trained]
            + ["--data.root", streets, "--steps", options.steps],
        ),
        (
            evaluate,
            "score the network on 40 streets that it has not seen: seconds",
            [trained, "--report", home / "report", "--overwrite"],
        ),
        (
            predict,
            "draw what it sees in them: seconds",
            [trained, streets / "images" / "val"]
            + ["--output", home / "predictions", "--overwrite"],
        ),
        (
            export,
            "write files for servers and phones, and compare each with the "
            "network: about 1 minute",
            [trained, "--output", home / "export", "--overwrite"]
            + ["--image-size", 240, 320],
        ),
    ]:
        status = _run(command, what, [str(word) for word in line])
        if status:
            return status
    _draw_sheet(home, streets)
    print(_where_to_look(home))
    return 0


def _claim(home: Path) -> None:
    """Marks the folder as a demo's, which later demos may write over."""
    if home.is_dir() and any(home.iterdir()) and not (home / MARK).exists():
        raise ValueError(
            f"--workdir {home} holds files that no demo made. Name a new or "
            "empty folder."
        )
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).touch()


def _minutes(steps: int) -> str:
    """How long so many steps take on two cores that do nothing else."""
    minutes = round(steps / STEPS_A_MINUTE)
    return f"{minutes} minutes" if minutes > 1 else "1 minute"


def _run(command, what: str, words: list[str]) -> int:
    name = command.__name__.rpartition(".")[2]
    print(f"\n# Now: {what}.\n$ deeplab {name} {' '.join(words)}", flush=True)
    return command.main(words)


def _draw_sheet(home, streets):
    from deeplab_family.cli.demo_sheet import draw_sheet
    from input_pipeline import open_dataset

    spec = open_dataset("synthetic", str(streets)).spec
    draw_sheet(streets, home / "predictions", spec, home / "demo.png")


def _where_to_look(home: Path) -> str:
    return f"""
Look at
  {home}/demo.png          photograph, label and prediction side by side
  {home}/predictions/      masks and overlays of street pictures
  {home}/export/           files to serve and to ship, and the report
  {home}/run/              how training went: training.html, history.csv
Next, your own pictures (images/ and labels/, one class id a pixel; README.md):
  deeplab doctor YOUR_FOLDER
  deeplab train YOUR_FOLDER
Open in a browser: the scores, the worst and the best pictures
  {(home / "report/evaluation.html").resolve().as_uri()}"""
