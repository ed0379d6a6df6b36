"""Errors of an export."""

ADVICE = (
    "Leave such files out (--artifacts), allow more, let --artifacts "
    "int8_mixed keep the parts in float32 that int8 harms, or look at the "
    "pixels first: --report FOLDER keeps the report"
)


class ExportError(ValueError):
    """An export that did not happen; nothing of it is left on disk.

    The text is one line for people: what failed, and what to do about it.
    """


class VerificationError(ExportError):
    """An artifact is beyond a limit or a budget.

    Args:
        report: the `ExportReport` of what was measured.
    """

    def __init__(self, report):
        super().__init__(
            "beyond a limit or a budget, nothing was written: "
            + ". ".join(report.failures)
            + f". {ADVICE}"
        )
        self.report = report
