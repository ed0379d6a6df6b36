"""Table of all experiments for programs: docs/papers/experiments.csv."""

import csv
import io
from collections.abc import Iterable

from deeplab_family.papers.abstract_build import Cost
from deeplab_family.papers.addresses import Experiment
from deeplab_family.papers.config_code import changed_code, short_code
from deeplab_family.papers.rows_table import (
    NOT_RUN,
    base_configs,
    command_of,
    paper_score,
)
from deeplab_family.papers.tables import CountCost

BILLION = 1e9


def experiments_csv(experiments: Iterable[Experiment], count: CountCost) -> str:
    """The text of the file, a line for each experiment.

    Args:
        experiments: all of them.
        count: maps a config and the side of an image to a `Cost`.
    """
    rows = [_fields(each, count) for each in experiments]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def csv_costs(text: str) -> dict[tuple[str, int], Cost]:
    """Costs that the file tells, by a config's code and the side of the image.

    Args:
        text: of the file; "" for none. Multiply-adds are as exact as they
            stand there.
    """
    return {
        (row["config"], int(row["size"])): Cost(
            parameters=int(row["parameters"]),
            multiply_adds=round(float(row["multiply_adds_billions"]) * BILLION),
        )
        for row in csv.DictReader(io.StringIO(text))
    }


def _fields(experiment: Experiment, count: CountCost) -> dict[str, str]:
    row, paper = experiment.row, experiment.paper
    base = base_configs(paper.rows)[type(row.config)]
    cost = count(row.config, row.crop_size)
    shares = experiment.training != experiment.address
    return {
        "address": experiment.address,
        "paper": paper.title,
        "arxiv": paper.arxiv,
        "table": row.table,
        "row": row.name,
        "metric": row.metric,
        "paper_value": paper_score(row),
        "our_value": "",
        "status": NOT_RUN,
        "command": command_of(experiment),
        "base": short_code(base),
        "change": changed_code(row.config, base),
        "config": short_code(row.config),
        "size": f"{row.crop_size}",
        "parameters": f"{cost.parameters}",
        "multiply_adds_billions": f"{cost.multiply_adds / BILLION:.1f}",
        "scored": row.protocol.text,
        "scored_source": row.protocol.source,
        "training_of": experiment.training if shares else "",
        "after_stage": experiment.stages[-1] if experiment.stages else "",
        "note": row.note,
        "instead": row.instead,
    }
