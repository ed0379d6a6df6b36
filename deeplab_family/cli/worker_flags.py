"""Flags of a training on several machines, apart from all others."""

import dataclasses
import os

from deeplab_family.cli.short_flags import WORKERS
from deeplab_family.training.workers import Workers, find_workers


def take_workers(words: list[str]) -> tuple[Workers | None, list[str]]:
    """Takes `WORKERS` out of what was typed.

    Args:
        words: those behind `deeplab train`.

    Returns:
        The workers that flags or `TF_CONFIG` name, None for this process
        alone; and the other words.

    Raises:
        ValueError: if a flag stands there twice, lacks its value, or does not
            fit the others.
    """
    values, rest = dict.fromkeys(WORKERS, ""), []
    waiting = iter(words)
    for word in waiting:
        name, equals, value = word.partition("=")
        if name not in values:
            rest.append(word)
            continue
        if values[name]:
            raise ValueError(f"{name} was given twice.")
        value = value if equals else next(waiting, "")
        if not value or value.startswith("--"):
            raise ValueError(f"{name} needs a value.")
        values[name] = value
    listed, index, seconds = values.values()
    workers = find_workers(listed, index, os.environ)
    return _with_patience(workers, seconds), rest


def _with_patience(workers: Workers | None, seconds: str) -> Workers | None:
    if not seconds:
        return workers
    if workers is None:
        raise ValueError(
            "--wait-for-workers says how long to wait for others, and there "
            "are none: --workers names them."
        )
    try:
        return dataclasses.replace(workers, patience=float(seconds))
    except ValueError as error:
        raise ValueError(
            "--wait-for-workers must be a number of seconds above 0. "
            f"Received: {seconds!r}"
        ) from error
