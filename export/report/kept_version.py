"""A version for the server that an earlier export wrote."""

from dataclasses import dataclass

from export.limits import Limit


@dataclass(frozen=True, kw_only=True)
class KeptVersion:
    """An earlier version.

    Args:
        path: its folder, relative to the export, with "/" at the end.
        limit: what it had to keep when it was exported.
        references: folder of the answers stored for it, relative to the
            export; empty when there are none.
    """

    path: str
    limit: Limit
    references: str = ""
