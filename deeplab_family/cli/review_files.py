"""Files of a doctor's review, and whether there are labels to review."""

from pathlib import Path

LABELS, NEXT = "doubted_labels", "label_next"
"""Names of the lists and sheets, .csv and .png."""

NO_TREE = {"tree", "tree_unclear"}


def review_files(folder: Path | None) -> list[Path]:
    """Files that a review may write; none without a folder."""
    if folder is None:
        return []
    return [
        folder / f"{n}{e}" for n in (LABELS, NEXT) for e in (".csv", ".png")
    ]


def is_unlabeled(report) -> bool:
    """Whether the folder holds no data set, and so perhaps just images.

    Args:
        report: of `input_pipeline.doctor.examine`.
    """
    codes = {finding.code for finding in report.findings}
    return not report.facts and bool(codes & NO_TREE)
