"""Short names of a recipe's flags: `--steps` for `--train.total-steps`."""

import dataclasses

from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.recipes.component_kinds import PARTS

SHORT = {
    "--steps": "--train.total-steps",
    "--weights": "--train.weights",
    "--lr": "--train.schedule.learning-rate",
    "--batch-size": "--data.batch-size",
    "--crop": "--data.crop-size",
    "--output-stride": "--model.backbone.output-stride",
    "--val-share": "--data.val-share",
    "--dataset": "--data.dataset",
}
OWN = ("--network", "--backbone", "--epochs")
"""Flags that decide about the recipe itself, before its fields are read."""

WORKERS = ("--workers", "--index", "--wait-for-workers")
"""Flags that say with which other processes it trains; see `worker_flags`."""

DATA, DATASET = "--data.root", "--data.dataset"
PRECISION = "--train.precision"
OF_STAGES = ("--stages", "--roots", "--tiny")
"""Flags that are read before all others; see `stage_words`."""
AUTO = "auto"
PLAIN = (*SHORT, *OWN, *OF_STAGES, *WORKERS, "--workdir", "--help")
"""All flags that are no field of a recipe by their full name."""


@dataclasses.dataclass(frozen=True)
class TrainWords:
    """The words behind `deeplab train`, sorted.

    Attributes:
        names: the words before the first flag: RECIPE, DATA, RUN.
        network, backbone: values of the flags of that name, or "".
        epochs: value of `--epochs`; None without it.
        kinds: values of the flags that choose the kind of a part, by flag.
        workdir: value of `--workdir`, or "".
        root, dataset: values of `--data.root` and `--data.dataset`, or "".
        flags: the flags of fields under their long names, those two too.
        batch_fits: whether the batch is the largest that fits
            (`--batch-size auto`).
        measures_precision: whether the quicker precision is taken
            (`--train.precision auto`).
    """

    names: tuple[str, ...]
    network: str
    backbone: str
    dataset: str
    epochs: float | None
    kinds: dict[str, str]
    workdir: str
    root: str
    flags: tuple[str, ...]
    batch_fits: bool = False
    measures_precision: bool = False


def sort_words(words: list[str]) -> TrainWords:
    """Sorts what was typed.

    Raises:
        ValueError: if a flag is unknown, stands there in two spellings, or
            lacks its value; `--epochs` is no number above 0.
    """
    place = next(
        (n for n, word in enumerate(words) if word.startswith("-")), len(words)
    )
    names, flags = words[:place], _spelled_out(words[place:])
    own = {name: _value(flags, name) for name in (*OWN, DATA, DATASET)}
    kinds = {name: _value(flags, name) for name in PARTS if name in flags}
    rest = _without(flags, (*OWN, *PARTS))
    if own["--epochs"] and _value(rest, SHORT["--steps"]):
        raise ValueError(
            "--epochs and --steps both say how long to train. Give one of them."
        )
    batch_fits = _value(rest, SHORT["--batch-size"]) == AUTO
    if batch_fits:
        rest = _without(rest, (SHORT["--batch-size"],))
    measures_precision = _value(rest, PRECISION) == AUTO
    if measures_precision:
        rest = _without(rest, (PRECISION,))
    return TrainWords(
        names=tuple(names),
        network=own["--network"],
        backbone=own["--backbone"],
        dataset=own[DATASET],
        epochs=_epochs(own["--epochs"]),
        kinds=kinds,
        workdir=_value(rest, "--workdir"),
        root=own[DATA],
        flags=tuple(_crops_squared(rest)),
        batch_fits=batch_fits,
        measures_precision=measures_precision,
    )


def _spelled_out(words: list[str]) -> list[str]:
    """Long names, `--flag=value` as two words; no flag in two spellings."""
    spelled, seen = [], {}
    for word in words:
        if not word.startswith("--"):
            spelled.append(word)
            continue
        name, equals, value = word.partition("=")
        if "." not in name and name not in PLAIN:
            raise ValueError(
                f"unknown flag {name}{did_you_mean(name, PLAIN)}. "
                "`deeplab train --help` lists the short flags, `deeplab train "
                "RECIPE --help` all."
            )
        long = long_name(name)
        if seen.setdefault(long, name) != name:
            raise ValueError(
                f"{seen[long]} and {name} are one flag. Give one of them."
            )
        spelled += [long, value] if equals else [long]
    return spelled


def long_name(flag: str) -> str:
    """The full name of a flag, for a short one and for itself."""
    return SHORT.get(flag, flag)


def _value(flags, name: str) -> str:
    if name not in flags:
        return ""
    place = flags.index(name) + 1
    if place == len(flags) or flags[place].startswith("--"):
        raise ValueError(f"{name} needs a value.")
    return flags[place]


def _without(flags, names) -> list[str]:
    rest = list(flags)
    for name in names:
        if name in rest:
            place = rest.index(name)
            del rest[place : place + 2]
    return rest


def _epochs(text: str) -> float | None:
    if not text:
        return None
    try:
        epochs = float(text)
    except ValueError:
        epochs = 0
    if not 0 < epochs < float("inf"):
        raise ValueError(
            f"--epochs must be a number above 0. Received: {text!r}"
        )
    return epochs


def _crops_squared(flags: list[str]) -> list[str]:
    """A crop of one number is a square."""
    name = SHORT["--crop"]
    if name not in flags:
        return flags
    place = flags.index(name) + 1
    sides = flags[place : place + 2]
    if len(sides) == 2 and not sides[1].startswith("--"):
        return flags
    return [*flags[: place + 1], *sides[:1], *flags[place + 1 :]]
