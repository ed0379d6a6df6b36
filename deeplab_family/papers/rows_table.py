"""Tables of a paper's rows as Markdown, for its page in docs/papers/."""

import collections
import re
from collections.abc import Iterable

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.papers.addresses import Experiment
from deeplab_family.papers.config_code import changed_code, short_code
from deeplab_family.papers.row import Row
from deeplab_family.recipes import stages_of

COLUMNS = (
    *words("row", "change"),
    *numbers("paper", "ours"),
    *words("command", "status"),
)
NOT_RUN = "not run"
WHOLE = "whole image"
"""How most rows are scored."""
DATA_PAGE = "../data/datasets.md"
_PAGE = re.compile(r"\bdocs/([\w/]*?)(\w+)\.md\b")


def rows_section(experiments: Iterable[Experiment]) -> str:
    """All tables of one paper.

    Args:
        experiments: of its rows, in order.

    Returns:
        Markdown: the base configs, what running the rows takes, a table for
        each of the paper's, and below it what cannot be as in the paper.
    """
    experiments = tuple(experiments)
    paper = experiments[0].paper
    bases = base_configs(paper.rows)
    parts = [
        _bases_text(bases),
        _what_it_takes(experiments),
        f"{paper.remarks}\n",
    ]
    for table in paper.tables:
        those = [each for each in experiments if each.row.table == table]
        parts.append(_section(table, those, bases))
    return _PAGE.sub(r"[\2](../\1\2.md)", "\n".join(parts))


def base_configs(rows: Iterable[Row]) -> dict[type, object]:
    """The config that most rows of a paper have, by its type."""
    by_type: dict[type, list] = {}
    for row in rows:
        by_type.setdefault(type(row.config), []).append(row.config)
    return {
        kind: collections.Counter(configs).most_common(1)[0][0]
        for kind, configs in by_type.items()
    }


def change_of(experiment: Experiment, bases: dict[type, object]) -> str:
    """What tells a row from the base config: fields, scoring, training."""
    row = experiment.row
    fields = changed_code(row.config, bases[type(row.config)])
    scored = row.protocol.text
    parts = [
        f"`{fields}`" if fields else "",
        "" if scored == WHOLE else f"scored: {scored}",
        *_training_notes(row),
        shared(experiment),
    ]
    return "; ".join(filter(None, parts)) or "none"


def _training_notes(row: Row) -> list[str]:
    """Notes of a row without those on inference, which the scoring tells."""
    notes = row.note.split("; ") if row.note else []
    return [
        note.replace("training only: ", "training: ")
        for note in notes
        if not note.startswith("inference only")
    ]


def shared(experiment: Experiment) -> str:
    """Training that an experiment shares, and its stage; "" for its own."""
    stages = experiment.stages
    words = []
    if experiment.training != experiment.address:
        words.append(f"training of `{experiment.training}`")
    if stages:
        words.append(f"after {stages[-1]}")
    return " ".join(words)


def command_of(experiment: Experiment) -> str:
    """The command that trains, scores and notes our number."""
    return f"deeplab train {experiment.address} DATA"


def paper_score(row: Row) -> str:
    """The paper's number; "" where it has none."""
    return "" if row.paper_value is None else f"{row.paper_value:g}"


def _bases_text(bases: dict[type, object]) -> str:
    codes = [f"- `{short_code(config)}`" for config in bases.values()]
    title = "## Rows\n\nChanges are relative to\n\n"
    return title + "\n".join(codes) + "\n"


def _what_it_takes(experiments: tuple[Experiment, ...]) -> str:
    """Why no row has a number of ours: data and images that it takes."""
    trained = [
        [stage.recipe for stage in stages_of("only", each.row.recipe)]
        for each in experiments
        if each.training == each.address
    ]
    names = dict.fromkeys(r.data.dataset for chain in trained for r in chain)
    images = [
        sum(r.train.total_steps * r.data.batch_size for r in chain)
        for chain in trained
    ]
    return (
        f'"Ours" is empty and "status" says "{NOT_RUN}" throughout: no '
        "training at the paper's scale has been made with this code. It takes "
        f"GPUs and [the data]({DATA_PAGE}) {_listed(names)}: the rows share "
        f"{len(trained)} trainings, each of {min(images):,} to "
        f"{max(images):,} images.\n"
    )


def _listed(names: Iterable[str]) -> str:
    *others, last = [f"`{name}`" for name in names]
    return f"{', '.join(others)} and {last}" if others else last


def _section(table: str, experiments: list[Experiment], bases) -> str:
    title = f"## {table.capitalize()}: {experiments[0].row.metric}\n"
    reasons = list(
        dict.fromkeys(e.row.instead for e in experiments if e.row.instead)
    )
    lines = tuple(_line(each, bases, reasons) for each in experiments)
    rows = Table(columns=COLUMNS, rows=lines).markdown() + "\n"
    notes = [f"{n}. {reason}" for n, reason in enumerate(reasons, 1)]
    return "\n".join([title, rows, *[f"{note}\n" for note in notes]])


def _line(experiment: Experiment, bases, reasons: list[str]):
    row = experiment.row
    note = f", see {reasons.index(row.instead) + 1}" if row.instead else ""
    return (
        row.name,
        change_of(experiment, bases),
        paper_score(row),
        "",
        f"`{command_of(experiment)}`",
        f"{NOT_RUN}{note}",
    )
