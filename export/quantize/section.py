"""What a rescue adds to the report of an export."""

from deeplab_family.tables import Table, numbers, words
from export.limits import Limit
from export.quantize.curve import curve_table
from export.quantize.curve_svg import curve_svg
from export.quantize.rescue import Rescue
from export.report.section import Drawing, Section

TITLE = "int8 and float32 mixed"
RANKING = words("part in int8 alone") + numbers(
    "equal pixels", "fall of mIoU, points"
)


def rescue_section(rescue: Rescue, limit: Limit) -> Section:
    """The curve of a rescue as table and picture, and the ranking.

    Args:
        rescue: what was tried and written.
        limit: what the file had to keep.
    """
    content = [
        _words(rescue, limit),
        curve_table(rescue.curve),
        Drawing(curve_svg(rescue.curve)),
    ]
    if rescue.ranking:
        ranking = Table(
            columns=RANKING,
            rows=tuple(map(_row, rescue.ranking)),
            caption="The most harmed part first.",
        )
        content.append(ranking)
    return Section(title=TITLE, content=tuple(content), data=rescue.to_json())


def _words(rescue: Rescue, limit: Limit) -> str:
    kept = rescue.chosen.kept
    names = f": {', '.join(kept)}" if kept else ""
    parts = "no part" if not kept else f"{len(kept)} parts"
    return (
        f"{rescue.file.name} keeps {parts} in float32{names}. The fewest with "
        f"{limit.equal_pixels:.2%} equal pixels and, with labels, a fall of at "
        f"most {100 * limit.mean_iou_drop:g} points of mean IoU against the "
        "float32 file. Judged on the images of this report."
    )


def _row(one) -> tuple[str, ...]:
    drop = one.score.mean_iou_drop
    fall = "" if drop is None else f"{100 * drop:+.2f}"
    return one.group.name, f"{one.score.equal_pixels:.3%}", fall
