"""What stops an export."""


class ExportError(ValueError):
    """An export that did not happen; nothing of it is left on disk.

    The text is one line for people: what failed, and what to do about it.
    """


class VerificationError(ExportError):
    """An artifact answers otherwise than the Keras model.

    Args:
        report: the `ExportReport` of what was measured.
    """

    def __init__(self, report):
        super().__init__(
            "not close enough to the Keras model, nothing was written: "
            + ". ".join(report.failures)
        )
        self.report = report
