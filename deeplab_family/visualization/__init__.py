"""Pictures of class maps, on numpy, Pillow and OpenCV only."""

from deeplab_family.visualization.blend import blend
from deeplab_family.visualization.colorize import colorize
from deeplab_family.visualization.contact_sheet import contact_sheet
from deeplab_family.visualization.heat import heat
from deeplab_family.visualization.overlay import overlay
from deeplab_family.visualization.panel import panel
from deeplab_family.visualization.write_image import write_image
from deeplab_family.visualization.write_mask import write_mask
from input_pipeline.default_palette import default_palette

__all__ = [
    "blend",
    "colorize",
    "contact_sheet",
    "default_palette",
    "heat",
    "overlay",
    "panel",
    "write_image",
    "write_mask",
]
