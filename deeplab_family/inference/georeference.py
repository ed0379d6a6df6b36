"""Georeference of an image: where on the earth its pixels lie.

Source: OGC GeoTIFF 1.1, section 7.1.1 (the tags); world files as of Esri.
"""

import shutil
from pathlib import Path

GEO_TAGS = {
    33550: "ModelPixelScale",
    33922: "ModelTiepoint",
    34264: "ModelTransformation",
    34735: "GeoKeyDirectory",
    34736: "GeoDoubleParams",
    34737: "GeoAsciiParams",
}
WORLD_FILES = (".tfw", ".tifw", ".tiffw", ".wld", ".prj")


def geo_tags(page) -> list[tuple]:
    """The tags of a page, as `tifffile.TiffWriter.write` takes them.

    Args:
        page: a `tifffile.TiffPage`.
    """
    tags = (page.tags.get(code) for code in GEO_TAGS)
    return [
        (tag.code, int(tag.dtype), tag.count, tag.value, True)
        for tag in tags
        if tag is not None
    ]


def world_files(image: Path, mask: Path) -> dict[Path, Path]:
    """The world files beside an image, and where those of its mask belong."""
    pairs = {}
    for ending in WORLD_FILES:
        for name in (ending, ending.upper()):
            if image.with_suffix(name).is_file():
                pairs[image.with_suffix(name)] = mask.with_suffix(ending)
    return pairs


def copy_world_files(image: Path, mask: Path) -> None:
    """Copies what lies beside an image to beside its mask."""
    for source, target in world_files(image, mask).items():
        shutil.copyfile(source, target)
