import dataclasses

from export import Section
from export.report.report_files import as_markdown


def test_the_page_shows_every_artifact(exported):
    page = (exported.folder / "export_report.md").read_text()
    assert page == as_markdown(exported.report)
    for artifact in exported.report.verification.artifacts:
        assert f"| {artifact.path} |" in page
    assert "FAILED" not in page


def test_a_section_has_its_heading(exported):
    section = Section(title="Curve", content=("it <rises>",))
    report = dataclasses.replace(exported.report, sections=(section,))
    assert as_markdown(report).endswith("\n\n## Curve\n\nit &lt;rises&gt;\n")


def test_a_failure_comes_first(exported):
    artifact = dataclasses.replace(
        exported.report.verification.artifacts[0], over_budget=("too large",)
    )
    verification = dataclasses.replace(
        exported.report.verification, artifacts=(artifact,)
    )
    report = dataclasses.replace(exported.report, verification=verification)
    text = as_markdown(report)
    assert f"\n\n## Not good enough\n\n- {artifact.path}: too large\n" in text
    assert "| FAILED |" in text


def test_the_head_says_what_was_exported(exported):
    origin = dataclasses.replace(
        exported.report.origin, model="a|b.keras", model_sha256="12ab"
    )
    report = dataclasses.replace(exported.report, origin=origin)
    head, _, tables = as_markdown(report).partition("| artifact |")
    assert "- Model: a\\|b.keras\n- SHA-256: 12ab\n- Network: " in head
    assert "| images | uint8 | 1 x 33 x 49 x 3 |" in tables
