"""One thing that is wrong, or worth knowing, about a data set."""

from dataclasses import dataclass

from input_pipeline.doctor.catalog import CATALOG


@dataclass(frozen=True)
class Place:
    """Where something was found.

    Args:
        file: file or folder, relative to the root of the data set.
        found: what is there, in a few words; empty where the finding says it.
    """

    file: str
    found: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found, where, and what to do about it.

    Args:
        code: a key of `CATALOG`, which adds severity, expectation and fix.
        found: what was found, one sentence without its full stop.
        places: all files it was found in.
    """

    code: str
    found: str
    places: tuple[Place, ...] = ()

    @property
    def severity(self) -> str:
        """`error`: training refuses it; `warning`: it harms; or `note`."""
        return CATALOG[self.code].severity

    @property
    def expected(self) -> str:
        """What is good instead."""
        return CATALOG[self.code].expected

    @property
    def fix(self) -> str:
        """What to do."""
        return CATALOG[self.code].fix
