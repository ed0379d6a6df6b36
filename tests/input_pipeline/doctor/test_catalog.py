from pathlib import Path

from input_pipeline.doctor import CATALOG, SEVERITIES

PAGE = Path(__file__).parents[3] / "docs" / "troubleshooting.md"


def test_page_lists_every_finding_as_it_is():
    text = PAGE.read_text(encoding="utf-8")
    table = text.split("<!-- findings -->")[1].split("<!-- end of findings")[0]
    rows = [
        f"| `{code}` | {advice.severity} | {advice.expected} | {advice.fix} |"
        for code, advice in CATALOG.items()
    ]
    assert table.strip().splitlines()[2:] == rows


def test_every_finding_has_a_known_severity_and_one_line_texts():
    for code, advice in CATALOG.items():
        assert advice.severity in SEVERITIES, code
        assert advice.fix and advice.expected and "\n" not in advice.fix, code
