"""Files of a doctor's review, and whether there are labels to review."""

from pathlib import Path

LABELS, NEXT = "doubted_labels", "label_next"
"""Names of the lists and sheets, .csv and .png."""

LABEL_FOLDER = "labels"


def review_files(folder: Path | None) -> list[Path]:
    """Files that a review may write; none without a folder."""
    if folder is None:
        return []
    return [
        folder / f"{n}{e}" for n in (LABELS, NEXT) for e in (".csv", ".png")
    ]


def is_unlabeled(report) -> bool:
    """Whether the folder has no labels at all, just perhaps images.

    Args:
        report: of `input_pipeline.doctor.examine`.
    """
    missing = [
        place.file
        for finding in report.findings
        if finding.code == "tree"
        for place in finding.places
    ]
    return not report.facts and LABEL_FOLDER in missing
