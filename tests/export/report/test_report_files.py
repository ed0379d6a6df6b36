from export.report import write


def test_the_three_forms_lie_side_by_side(exported, tmp_path):
    write(exported.report, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "export_report.html",
        "export_report.json",
        "export_report.md",
    ]
