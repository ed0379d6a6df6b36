"""Are the splits there that training asks for?"""

from collections.abc import Sequence

from input_pipeline.doctor.finding import Finding, Place

NEEDED = ("train", "val")
# They come without one; their recipes name another.
_WITHOUT = {"kitti_road": ("val",)}


def judge_splits(
    dataset: str, splits: Sequence[str], findings: Sequence[Finding]
) -> list[Finding]:
    """Looks for the splits that training uses by default.

    Args:
        dataset: name of the layout.
        splits: all that were found.
        findings: what is known to be wrong with the tree; a split that is
            named there is not named again.
    """
    if not splits:
        return []
    named = {place.file for finding in findings for place in finding.places}
    known = {*splits, *named, *_WITHOUT.get(dataset, ())}
    missing = [split for split in NEEDED if split not in known]
    if not missing:
        return []
    text = (
        f"no split {' and no split '.join(map(repr, missing))}; found: "
        f"{', '.join(splits)}"
    )
    places = tuple(Place(split, "missing") for split in missing)
    return [Finding("split_missing", text, places)]
