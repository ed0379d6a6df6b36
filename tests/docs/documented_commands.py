"""Commands that the pages show, and whether `deeplab` would take them."""

import contextlib
import dataclasses
import importlib
import io
import itertools
import keyword
import re
import shlex
from pathlib import Path

from deeplab_family.classification.classifier_recipe import CLASSIFIERS
from deeplab_family.cli import train
from deeplab_family.cli.field_flags import field_flags
from deeplab_family.cli.main import COMMANDS
from deeplab_family.cli.options import parse
from deeplab_family.cli.short_flags import PLAIN, long_name, sort_words
from deeplab_family.cli.stage_words import sort_by_stage
from deeplab_family.cli.train_source import (
    FOR_ANY_DATA,
    is_recipe_file,
    with_named_network,
)
from deeplab_family.cli.worker_flags import take_workers
from deeplab_family.detection.detector_recipe import DETECTORS
from deeplab_family.papers import experiments, is_address
from deeplab_family.recipes import RECIPES, stages_of
from deeplab_family.recipes.component_kinds import PARTS, with_kinds
from tests.docs.markdown_pages import blocks_of, inline_codes, name_of

SHELLS = ("", "bash", "sh", "console", "text")
_PROMPT = re.compile(r"^(?:[\w-]*\$ )?(?:[A-Z_]+=\S+ )*(?:srun )?deeplab ")
_FLAG = re.compile(r"--[A-Za-z][\w.-]*\w")
_ENDS = {">", ">>", "2>", "|", "&&", ";", "&", "<"}
RECIPES_BY_NAME = {**RECIPES, **CLASSIFIERS, **DETECTORS}


@dataclasses.dataclass(frozen=True)
class Command:
    """Command that a page shows.

    Attributes:
        place: page and line.
        words: those behind `deeplab`.
    """

    place: str
    words: tuple[str, ...]


def commands_of(page: Path) -> list[Command]:
    """All commands of a page, those in sentences too."""
    found = []
    for block in blocks_of(page):
        if block.language in SHELLS:
            lines = block.text.replace("\\\n", " ").splitlines()
            typed = [line for line in map(str.strip, lines) if typeable(line)]
            found += [Command(block.place, words_of(line)) for line in typed]
    for number, code in inline_codes(page):
        if typeable(code):
            place = f"{name_of(page)}:{number}"
            found.append(Command(place, words_of(code)))
    return found


def typeable(line: str) -> bool:
    """Whether a line is a command: not the title of a help, nor cut."""
    return bool(_PROMPT.match(line)) and "..." not in line


def words_of(line: str) -> tuple[str, ...]:
    """Words behind `deeplab` up to a pipe, a redirection or a comment."""
    words = shlex.split(line[_PROMPT.match(line).end() :], comments=True)
    return tuple(itertools.takewhile(lambda w: w not in _ENDS, words))


def complaint(words: tuple[str, ...]) -> str:
    """What is wrong with a command; "" if nothing is."""
    command, *rest = words
    if command.isupper() or command.startswith("-"):  # a placeholder, --help
        return ""
    if command not in COMMANDS:
        return f"no command is called {command!r}"
    try:
        with contextlib.redirect_stderr(said := io.StringIO()):
            _read(command, rest)
    except SystemExit as end:
        return said.getvalue() if end.code else ""
    except (ValueError, KeyError) as error:
        return str(error)
    return ""


def _read(command: str, words: list[str]) -> None:
    if "--help" in words:
        return
    if command == "train":
        _read_train(words)
    elif command in ("recipes", "experiments"):
        _read_names(command, words)
    else:
        own = itertools.takewhile(lambda word: word != "--", words)
        own = ["1" if word == "N" else word for word in own]
        with contextlib.redirect_stdout(io.StringIO()):
            parse(_module(command).Options, command, own)


def _read_names(command: str, words: list[str]) -> None:
    known = RECIPES_BY_NAME if command == "recipes" else experiments()
    for word in words:
        if word.isupper() or word == "--json":
            continue
        begins = any(f"{name}/".startswith(f"{word}/") for name in known)
        if not begins:
            raise ValueError(f"{word} is none that `deeplab {command}` lists")


def _read_train(words: list[str]) -> None:
    """Checks names and flags; what a flag is given is not looked at."""
    _, words = take_workers(list(words))
    names = [*itertools.takewhile(lambda word: word[0] != "-", words)]
    stages = stages_of("only", _recipe(names))
    several = [stage.name for stage in stages] if len(stages) > 1 else []
    for_stages = sort_by_stage(words, several)
    common = sort_words(list(for_stages.common))
    for stage in stages:
        own = sort_words(for_stages.own.get(stage.name, []))
        for given in (common, own):
            _check_fields(stage.recipe, given)


def _recipe(names: list[str]):
    first = names[0] if names else FOR_ANY_DATA
    if is_address(first):
        return experiments()[first].row.recipe
    if first in RECIPES_BY_NAME:
        return RECIPES_BY_NAME[first]()
    if len(names) > 1 and not (first.isupper() or is_recipe_file(first)):
        raise ValueError(f"no recipe is called {first!r}")
    return RECIPES[FOR_ANY_DATA]()


def _check_fields(recipe, given) -> None:
    if type(recipe) is type(RECIPES[FOR_ANY_DATA]()):
        recipe = with_named_network(recipe, given)
    flags = {*field_flags(with_kinds(recipe, given.kinds)).values()}
    for word in given.flags:
        if word.startswith("--") and word != "--workdir":
            if re.sub(r"\.no-", ".", word) not in flags:
                raise ValueError(f"{word} is no flag of this recipe")


OF_OTHERS = {"--data-binary", "--seeds", "--widen"}
"""Flags of curl and of benchmarks."""


def known_flags() -> set[str]:
    """Flags of all commands, those of every kind of a recipe's parts too."""
    flags = {*PLAIN, *OF_OTHERS, *_FLAG.findall(train.HELP), "--version"}
    for command in COMMANDS:
        options = getattr(_module(command), "Options", None)
        if options is not None:
            flags |= {*_FLAG.findall(_help(options))}
    recipes = [stage.recipe for stage in _stages()]
    for recipe in recipes:
        flags |= {*field_flags(recipe).values()}
    for flag, base in PARTS.items():
        for kind in base.by_name().values():
            flags |= {flag, *field_flags(kind, f"{flag}.").values()}
    return flags


def _stages():
    for make in RECIPES_BY_NAME.values():
        yield from stages_of("only", make())


def _help(options) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        with contextlib.suppress(SystemExit):
            parse(options, "", ["--help"])
    return said.getvalue()


def _module(command: str):
    name = command.replace("-", "_") + "_" * keyword.iskeyword(command)
    return importlib.import_module(f"deeplab_family.cli.{name}")


def unknown_flags(page: Path, known: set[str]) -> list[str]:
    """Flags in sentences that no command has, with their lines.

    Those with underscores are of other projects; none of ours has one.
    """
    stages = {stage.name for stage in _stages()}
    found = []
    for number, code in inline_codes(page):
        for flag in _FLAG.findall(code) if code.startswith("--") else ():
            if "_" in flag:
                continue
            stage, _, rest = flag.removeprefix("--").partition(".")
            plain = f"--{rest}" if stage in stages or stage == "STAGE" else flag
            plain = re.sub(r"\.no-|\.losses\.\d\.", ".", plain)
            begins = any(name.startswith(f"{plain}.") for name in known)
            if not begins and long_name(plain) not in known:
                found.append(f"line {number}: {flag}")
    return found
