"""Its twin's tests are in tests/input_pipeline/test_draft_folder.py."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_both_packages_have_the_same_file():
    ours, theirs = (
        (ROOT / package / "draft_folder.py").read_text(encoding="utf-8")
        for package in ("deeplab_family", "input_pipeline")
    )
    assert ours == theirs
