"""The colors that people know classes by."""

from input_pipeline.datasets.camvid import CamVidDataset
from input_pipeline.datasets.cityscapes import CityscapesDataset
from input_pipeline.datasets.palette import voc_palette
from input_pipeline.datasets.spec import Color, DatasetSpec
from input_pipeline.sample import IGNORE_LABEL

BLACK = (0, 0, 0)
OWN, VOC = "the classes", "PASCAL VOC"
VOC_CLASSES = 21


def known_palettes(
    spec: DatasetSpec | None,
) -> dict[str, dict[Color, int]]:
    """Class id of each color, by the name of the palette.

    Args:
        spec: of the data set, whose own palette comes first; or None.
    """
    voc = voc_palette(IGNORE_LABEL + 1)
    border = {voc[IGNORE_LABEL]: IGNORE_LABEL}
    own = () if spec is None else spec.palette
    # Labeling programs color further classes by the same rule.
    count = max(VOC_CLASSES, len(own))
    return {
        OWN: border | _classes(own),
        VOC: border | _classes(voc[:count]),
        "Cityscapes": {BLACK: IGNORE_LABEL}
        | _classes(CityscapesDataset.spec.palette),
        "CamVid": {BLACK: IGNORE_LABEL} | _classes(CamVidDataset.spec.palette),
    }


def _classes(palette) -> dict[Color, int]:
    return {tuple(color): i for i, color in enumerate(palette)}
