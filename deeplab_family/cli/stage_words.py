"""Words about stages: `--stages`, `--roots`, and flags of a single stage."""

import dataclasses
from collections.abc import Sequence

from deeplab_family.cli.short_flags import (
    DATA,
    DATASET,
    SHORT,
    long_name,
)

STAGES, ROOTS, TINY = "--stages", "--roots", "--tiny"
LENGTHS = {"--epochs", SHORT["--steps"]}
"""A stage that names one of them does not take the other from all stages."""
START = SHORT["--weights"]
OF_ALL = ("--workdir", DATA, DATASET)
"""Flags about the run and DATA, read once."""


@dataclasses.dataclass(frozen=True)
class StageWords:
    """The words behind `deeplab train`, sorted by the stages they are for.

    Attributes:
        common: those for all stages, RECIPE and DATA among them.
        own: flags of single stages, by their name.
        only: names of the stages to run; empty for all.
        roots: folders of data sets, by the name of their layout.
        tiny: value of `--tiny`.
    """

    common: tuple[str, ...]
    own: dict[str, tuple[str, ...]]
    only: tuple[str, ...]
    roots: dict[str, str]
    tiny: bool

    def of(self, stage: str, is_first: bool) -> list[str]:
        """The flags of a stage: its own, then those for all.

        Args:
            stage: its name.
            is_first: whether it is the first one to run; only that one starts
                from `--weights`.
        """
        flags = _groups(_flags(self.common))
        for name in OF_ALL if is_first else (*OF_ALL, START):
            flags.pop(name, None)
        own = _groups(self.own.get(stage, ()))
        if LENGTHS & own.keys():
            flags = {k: v for k, v in flags.items() if k not in LENGTHS}
        return [word for group in (flags | own).values() for word in group]


def sort_by_stage(words: Sequence[str], names: Sequence[str]) -> StageWords:
    """Sorts what was typed.

    Args:
        words: those behind the command.
        names: of the recipe's stages; empty for a recipe of one.

    Raises:
        ValueError: if `--stages` or `--roots` cannot be read.
    """
    groups = _split(_flags(words))
    common, own, only, roots = [*_names(words)], {}, (), {}
    for flag, *values in groups:
        stage, _, rest = flag.removeprefix("--").partition(".")
        if flag == STAGES:
            only = _needed(STAGES, values, "train_aug trainval")
        elif flag == ROOTS:
            roots |= _roots(values)
        elif flag == TINY:
            _refuse_values(values)
        elif rest and stage in names:
            own.setdefault(stage, []).extend([f"--{rest}", *values])
        else:
            common += [flag, *values]
    if only and not names:
        raise ValueError(
            f"{STAGES} is for recipes of several stages, and this one has a "
            "single one. `deeplab recipes` lists them."
        )
    return StageWords(
        common=tuple(common),
        own={name: tuple(flags) for name, flags in own.items()},
        only=only,
        roots=roots,
        tiny=TINY in (group[0] for group in groups),
    )


def _names(words: Sequence[str]) -> Sequence[str]:
    return words[: len(words) - len(_flags(words))]


def _flags(words: Sequence[str]) -> Sequence[str]:
    """The words from the first flag on."""
    for place, word in enumerate(words):
        if word.startswith("-"):
            return words[place:]
    return ()


def _split(flags: Sequence[str]) -> list[list[str]]:
    """Each flag with its values; `--flag=value` as two words."""
    groups: list[list[str]] = []
    for word in flags:
        if word.startswith("-") and not _is_number(word):
            name, equals, value = word.partition("=")
            groups.append([name, value] if equals else [word])
        else:
            groups[-1].append(word)
    return groups


def _groups(flags: Sequence[str]) -> dict[str, list[str]]:
    """Flags with their values, by long names."""
    return {long_name(group[0]): group for group in _split(flags)}


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _needed(flag: str, values: list[str], example: str) -> tuple[str, ...]:
    if not values:
        raise ValueError(f"{flag} needs values, such as {flag} {example}.")
    return tuple(values)


def _roots(values: list[str]) -> dict[str, str]:
    pairs = {}
    for word in _needed(ROOTS, values, "coco=/data/coco"):
        name, equals, folder = word.partition("=")
        if not (name and equals and folder):
            raise ValueError(
                f"{ROOTS} takes pairs DATASET=FOLDER, such as "
                f"coco=/data/coco. Received: {word!r}"
            )
        pairs[name] = folder
    return pairs


def _refuse_values(values: list[str]):
    if values:
        raise ValueError(
            f"{TINY} takes no value. RECIPE and DATA stand before the flags. "
            f"Received: {values[0]!r}"
        )
