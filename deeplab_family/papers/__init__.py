"""Every row of the papers' tables as a config. One paper a file."""

from deeplab_family.papers import deeplabv3, duc_hdc, galdnet, gcn, vortex
from deeplab_family.papers.network_table import networks, phones
from deeplab_family.papers.row import Paper, Row
from deeplab_family.papers.tables import short_code

PAPERS = {
    "deeplabv3": deeplabv3.paper,
    "gcn": gcn.paper,
    "duc_hdc": duc_hdc.paper,
    "galdnet": galdnet.paper,
    "vortex": vortex.paper,
}

__all__ = ["PAPERS", "Paper", "Row", "networks", "phones", "short_code"]
