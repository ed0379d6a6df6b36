"""Experiments of the papers' tables, a row each. One paper a file."""

from deeplab_family.papers.addresses import (
    PAPERS,
    Experiment,
    experiments,
    is_address,
    papers,
)
from deeplab_family.papers.config_code import short_code
from deeplab_family.papers.network_table import networks, phones
from deeplab_family.papers.row import Paper, Row

__all__ = [
    "PAPERS",
    "Experiment",
    "Paper",
    "Row",
    "experiments",
    "is_address",
    "networks",
    "papers",
    "phones",
    "short_code",
]
