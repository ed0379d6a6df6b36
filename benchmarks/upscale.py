"""Enlarged copies of a data set, to time large pictures."""

from pathlib import Path

from PIL import Image

QUALITY = 95
MOST = 64  # pairs of files


def upscale_folder(
    root: str | Path, output: Path, size: tuple[int, int]
) -> str:
    """Enlarges the first training pairs of a plain folder.

    Args:
        root: holds `images/train/*.jpg` and `labels/train/*.png`.
        output: folder to make.
        size: `(height, width)` of the copies in pixels.

    Returns:
        The new folder.
    """
    for part in ("images", "labels"):
        (output / part / "train").mkdir(parents=True)
    images = sorted(Path(root, "images/train").glob("*.jpg"))[:MOST]
    for path in images:
        name = f"labels/train/{path.stem}.png"
        large = Image.open(path).resize(size[::-1], Image.Resampling.BICUBIC)
        large.save(output / "images/train" / path.name, quality=QUALITY)
        label = Image.open(Path(root, name))
        label.resize(size[::-1], Image.Resampling.NEAREST).save(output / name)
    return str(output)
