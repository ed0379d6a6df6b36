"""Citation file: version and licence are those of the package."""

import datetime
import re
from pathlib import Path

import yaml

import deeplab_family

ROOT = Path(__file__).parents[2]


def test_it_cites_this_version():
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["cff-version"] == "1.2.0"
    assert told["version"] == deeplab_family.__version__
    assert told["license"] == "Apache-2.0"
    assert told["authors"] == [{"name": "deeplab-family contributors"}]
    released = told["date-released"]
    assert isinstance(released, datetime.date)


def test_every_paper_of_the_networks_is_a_reference():
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    cited = {
        re.search(r"\d{4}\.\d{5}", r["url"])[0] for r in told["references"]
    }
    table = ROOT / "docs" / "networks" / "index.md"
    networks = table.read_text(encoding="utf-8")
    named = {
        re.search(r"\[(\d{4}\.\d{5})\]", line)[1]
        for line in networks.splitlines()
        if re.search(r"\| \[\d{4}\.\d{5}\]", line)
    }
    assert named and named <= cited
