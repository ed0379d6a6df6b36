"""Pictures of class maps, on numpy, Pillow and OpenCV only."""

from deeplab_family.visualization.captions import captioned
from deeplab_family.visualization.coloring import blend, colorize, heat
from deeplab_family.visualization.font import unwritten
from deeplab_family.visualization.image_files import (
    write_gray,
    write_image,
    write_mask,
)
from deeplab_family.visualization.legend import draw_legend, text_size_for
from deeplab_family.visualization.overlays import overlay
from deeplab_family.visualization.panels import panel
from deeplab_family.visualization.sheets import contact_sheet
from input_pipeline.default_palette import default_palette

__all__ = [
    "blend",
    "captioned",
    "colorize",
    "contact_sheet",
    "default_palette",
    "draw_legend",
    "heat",
    "overlay",
    "panel",
    "text_size_for",
    "unwritten",
    "write_gray",
    "write_image",
    "write_mask",
]
