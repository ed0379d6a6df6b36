"""Changelog: in the form of Keep a Changelog, with this version on top."""

import re
from pathlib import Path

import yaml

import deeplab_family

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


def test_unreleased_stands_above_this_version():
    first, second, *_ = re.findall(r"(?m)^## (.+)$", TEXT)
    assert first == "[Unreleased]"
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    date = told["date-released"].isoformat()
    assert second == f"[{deeplab_family.__version__}] - {date}"


def test_every_entry_is_of_a_known_kind():
    for version in TEXT.split("\n## ")[1:]:
        kinds = re.findall(r"(?m)^### (.+)$", version)
        assert len(set(kinds)) == len(kinds) and set(kinds) <= set(KINDS)
        before = version.partition("\n### ")[0]
        assert not re.search(r"(?m)^- ", before), "an entry without a kind"
