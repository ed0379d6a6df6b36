"""`deeplab experiments`: the rows of the papers' tables."""

import dataclasses
import json
import textwrap

HELP = """usage: deeplab experiments [PAPER | PAPER/TABLE | ADDRESS] [--json]

Lists the rows of the papers' tables: their addresses, the paper's number, how
they are scored and whose training they share. With an ADDRESS, all that one is.

  --json   print JSON instead

Examples:
  deeplab experiments duc_hdc
  deeplab experiments deeplabv3/table-5
  deeplab train deeplabv3/table-5/image-pooling VOCdevkit/VOC2012 --workdir W"""

JSON = "--json"


def main(words: list[str]) -> int:
    """Runs the command; see `HELP`."""
    if any(word in ("-h", "--help") for word in words):
        print(HELP)
        return 0
    flags = [word for word in words if word.startswith("-")]
    if wrong := [flag for flag in flags if flag != JSON]:
        raise ValueError(f"unknown flag {wrong[0]}. There is {JSON}.")
    names = [word.strip("/") for word in words if word not in flags]
    chosen = [each for name in names or [""] for each in _found(name)]
    if flags:
        print(json.dumps([tree_of(each) for each in chosen], indent=2))
    elif len(chosen) == 1 and chosen[0].address in names:
        print(_details(chosen[0]))
    else:
        from deeplab_family.console.terminal import Console

        Console().print(_table(chosen))
    return 0


def find_experiment(address: str):
    """The experiment of an address.

    Raises:
        ValueError: if there is none; says what may be meant.
    """
    from deeplab_family.papers import experiments

    if address not in experiments():
        raise ValueError(_unknown(address))
    return experiments()[address]


def tree_of(experiment) -> dict:
    """JSON tree of an experiment."""
    from deeplab_family.papers import short_code

    row = experiment.row
    return {
        "address": experiment.address,
        "paper": {
            "title": experiment.paper.title,
            "url": experiment.paper.url,
            "table": row.table,
            "row": row.name,
            "metric": row.metric,
            "value": row.paper_value,
        },
        "network": short_code(row.config),
        "training": experiment.training,
        "stages": list(experiment.stages),
        "protocol": dataclasses.asdict(row.protocol),
        "note": row.note,
        "instead": row.instead,
    }


def _found(name: str) -> list:
    from deeplab_family.papers import experiments

    found = [
        each
        for address, each in experiments().items()
        if not name or address == name or address.startswith(f"{name}/")
    ]
    if not found:
        raise ValueError(_unknown(name))
    return found


def _unknown(name: str) -> str:
    from deeplab_family.console.suggestions import did_you_mean
    from deeplab_family.papers import experiments

    known: dict[str, None] = {}
    for address in experiments():
        paper, table, _ = address.split("/")
        known |= dict.fromkeys((paper, f"{paper}/{table}", address))
    return (
        f"there is no experiment {name!r}{did_you_mean(name, known)}. "
        "`deeplab experiments` lists them."
    )


def _table(chosen):
    from deeplab_family.console.tables import Table, numbers, words

    columns = (
        *words("address"),
        *numbers("paper"),
        *words("scored", "training of"),
    )
    lines = [
        (
            each.address,
            _value(each.row),
            each.row.protocol.text,
            _training(each),
        )
        for each in chosen
    ]
    return Table(columns=columns, rows=tuple(lines))


def _value(row) -> str:
    return "" if row.paper_value is None else f"{row.paper_value:g}"


def _training(experiment) -> str:
    shares = experiment.training != experiment.address
    words = [experiment.training] if shares else []
    if experiment.stages:
        words.append(f"after {experiment.stages[-1]}")
    return " ".join(words)


def _details(experiment) -> str:
    from deeplab_family.papers import experiments, short_code
    from deeplab_family.recipes import stages_of

    row = experiment.row
    value = f"{_value(row)} {row.metric}" if row.paper_value else row.metric
    pairs = [
        ("paper", f"{experiment.paper.title}, {row.table}, {row.name}"),
        ("", experiment.paper.url),
        ("number", value),
        ("network", short_code(row.config)),
    ]
    for stage in stages_of("training", row.recipe):
        pairs.append((stage.name, _work(stage.recipe)))
    pairs += [
        ("scored", f"{row.protocol.text} ({row.protocol.source})"),
        ("note", row.note),
        ("instead", row.instead),
    ]
    alike = [
        each.address
        for each in experiments().values()
        if each.training == experiment.training and each is not experiment
    ]
    if alike:
        pairs.append(("shares", f"the training of {experiment.training}, with"))
        pairs += [("", address) for address in alike]
    lines = [experiment.address]
    for name, text in pairs:
        if text:
            lines += textwrap.wrap(
                text,
                78,
                initial_indent=f"  {name:10} ",
                subsequent_indent=13 * " ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    return "\n".join([*lines, "", f"deeplab train {experiment.address} DATA"])


def _work(recipe) -> str:
    data, train = recipe.data, recipe.train
    sets = [f"{data.dataset} {data.train_split}"]
    if hasattr(data, "crop_size"):
        sets += [f"{part.dataset} {part.split}" for part in data.mix.parts]
        height, width = data.crop_size
        stride = recipe.model.backbone.output_stride
        size = f"{height} x {width} at output stride {stride}"
    else:  # a detector's whole images
        size = f"{data.short_side} x {data.long_side} at most"
    frozen = f", frozen: {', '.join(train.freeze)}" if train.freeze else ""
    return (
        f"{' and '.join(sets)}: {train.total_steps:,} steps of "
        f"{data.batch_size} x {size}, learning rate "
        f"{train.schedule.learning_rate:g}, from {train.weights}{frozen}"
    )
