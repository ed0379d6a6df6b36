"""Issue forms: they ask for what an answer needs."""

from pathlib import Path

import pytest
import yaml

from deeplab_family.cli.main import COMMANDS

FOLDER = Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE"


def fields_of(name: str) -> dict[str, dict]:
    """The fields of a form by their id."""
    form = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    assert form["name"] and form["description"]
    fields = {field["id"]: field for field in form["body"]}
    assert len(fields) == len(form["body"])
    return fields


@pytest.mark.parametrize(
    ("field", "command"), [("version", "--version"), ("doctor", "doctor DATA")]
)
def test_a_bug_comes_with_the_words_of_our_commands(field, command):
    asked = fields_of("bug_report.yml")[field]["attributes"]["description"]
    assert f"`deeplab {command}`" in asked


def test_a_bug_cannot_be_sent_without_version_command_and_output():
    fields = fields_of("bug_report.yml")
    required = {
        name
        for name, field in fields.items()
        if field.get("validations", {}).get("required")
    }
    assert required == {"version", "command", "output", "expected"}
    assert "doctor" in COMMANDS


def test_a_wish_begins_with_its_purpose():
    first, *_ = fields_of("feature_request.yml").items()
    assert first[0] == "purpose" and first[1]["validations"]["required"]
