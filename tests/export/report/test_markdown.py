import dataclasses

from export import Section
from export.report.markdown import as_markdown, table


def test_the_page_shows_every_artifact(exported):
    page = (exported.folder / "export_report.md").read_text()
    assert page == as_markdown(exported.report)
    for artifact in exported.report.verification.artifacts:
        assert f"| {artifact.path} |" in page
    assert "FAILED" not in page


def test_a_section_has_its_heading(exported):
    section = Section(title="Curve", markdown="rises", html="")
    report = dataclasses.replace(exported.report, sections=(section,))
    assert as_markdown(report).endswith("\n\n## Curve\n\nrises\n")


def test_a_table_by_hand():
    assert table("ab", ["12"]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
