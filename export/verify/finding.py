"""Finding of a verification."""

from dataclasses import dataclass

from deeplab_family.console.tables import (
    Column,
    Table,
    words,
)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One check of one file.

    Args:
        path: the file or folder, relative to the export folder.
        check: what was looked at, a few words.
        good: whether it holds.
        detail: the figures, or what is wrong.
    """

    path: str
    check: str
    good: bool
    detail: str


@dataclass(frozen=True, kw_only=True)
class VerifyResult:
    """All findings, in the order of the checks.

    Args:
        findings: good ones and others.
        caption: what was compared with what.
    """

    findings: tuple[Finding, ...]
    caption: str

    @property
    def failures(self) -> list[str]:
        """One line for each check that failed."""
        return [
            f"{finding.path}: {finding.detail}"
            for finding in self.findings
            if not finding.good
        ]

    def table(self) -> Table:
        """A row for each check."""
        return Table(
            columns=(
                *words("file", "check"),
                Column("verdict", wraps=False),
                *words("detail"),
            ),
            rows=tuple(
                (
                    one.path,
                    one.check,
                    "ok" if one.good else "FAILED",
                    one.detail,
                )
                for one in self.findings
            ),
            caption=self.caption,
            framed=False,
        )
