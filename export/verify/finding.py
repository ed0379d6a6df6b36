"""What a repeated proof found."""

from dataclasses import dataclass

import rich.box
import rich.table

from deeplab_family.terminal import plain


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

    def table(self) -> rich.table.Table:
        """For a terminal."""
        table = rich.table.Table(
            caption=plain(self.caption),
            box=rich.box.SIMPLE_HEAD,
            pad_edge=False,
        )
        for column in ("file", "check", "verdict", "detail"):
            table.add_column(column, no_wrap=column == "verdict")
        for finding in self.findings:
            verdict = "ok" if finding.good else "FAILED"
            cells = (finding.path, finding.check, verdict, finding.detail)
            table.add_row(*map(plain, cells))
        return table
