import io
import shutil

import numpy as np

from deeplab_family.cli.doctor_tables import (
    finding_lines,
    print_report,
    verdict,
)
from deeplab_family.console.terminal import Console
from input_pipeline.doctor import Finding, Place, examine
from tests.input_pipeline.doctor.healthy_folder import (
    each_label,
    write_healthy,
)


def printed(report):
    text = io.StringIO()
    print_report(report, Console(file=text, width=100))
    return text.getvalue()


def test_healthy_folder_shows_facts_and_a_verdict(tmp_path):
    text = printed(examine(write_healthy(tmp_path / "photos")))
    assert "all 48 x 36" in text and "│ 0  │ road" in text
    assert "Suggested crop: --crop 49 49" in text
    assert "Healthy" in text


def test_proposed_map_is_called_a_proposal(tmp_path):
    root = write_healthy(tmp_path / "photos")
    each_label(root, lambda ids: ids + np.uint8(1))
    text = printed(examine(root))
    assert "Proposed label map, to be checked" in text
    assert "label_off_by_one" in text


def test_long_lists_are_cut_and_counted():
    places = tuple(Place(f"{i}.png", "ids 9") for i in range(12))
    lines = finding_lines(Finding("label_ids", "ids 9", places))
    assert "4.png: ids 9" in lines and "and 7 more" in lines
    assert lines[-1].startswith("fix: ")


def test_names_are_shown_as_they_are_written(tmp_path):
    root = write_healthy(tmp_path / "[b]photos")
    (root / "classes.txt").write_text("[void]\n[/b] wall\n\x1b[2Jx :cat:\n")
    shutil.copy(
        root / "images/train/000.jpg", root / "images/train/[red]\x1b[2J.jpg"
    )

    text = printed(examine(root))

    assert "[b]photos" in text
    for shown in ("[void]", "[/b] wall", "\\x1b[2Jx :cat:"):
        assert f"\u2502 {shown} " in text
    assert "[red]\\x1b[2J.jpg" in text
    assert "\x1b" not in text


def test_verdict_counts_each_severity(tmp_path):
    assert verdict(examine(tmp_path)) == "Found: 1 error."
