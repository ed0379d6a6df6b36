"""One way to break a healthy folder for each finding of the doctor."""

import shutil
import struct
import zlib

import numpy as np
from PIL import Image

from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import turned_file
from tests.input_pipeline.doctor.healthy_folder import (
    each_label,
    save_label,
)
from tests.input_pipeline.draw_files import (
    palette_image,
    random_ids,
    random_pixels,
)

COLORS = ((128, 64, 128), (70, 130, 180), (0, 0, 142))


def cut(path):
    path.write_bytes(path.read_bytes()[:-200])


def save_image(root, picture, name="train/001.jpg", **options):
    picture.save(root / "images" / name, **options)


def as_png_image(root, picture):
    (root / "images/train/001.jpg").unlink()
    save_image(root, picture, "train/001.png")


def png_header(width, height):
    sizes = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = b""
    for kind, content in ((b"IHDR", sizes), (b"IDAT", b"")):
        check = struct.pack(">I", zlib.crc32(kind + content))
        chunks += struct.pack(">I", len(content)) + kind + content + check
    return b"\x89PNG\r\n\x1a\n" + chunks


def turned(root, orientation):
    content = turned_file(random_pixels(1), orientation)
    (root / "images/train/001.jpg").write_bytes(content)


def with_alpha(root):
    as_png_image(root, Image.fromarray(random_pixels(1)).convert("RGBA"))


def sixteen_bits(root, highest):
    ramp = np.arange(36 * 48).reshape(36, 48)
    deep = (ramp * highest // ramp.max()).astype(np.uint16)
    as_png_image(root, Image.fromarray(deep))


def many_scans(root):
    content = with_scans(random_pixels(1), 3000)
    (root / "images/train/001.jpg").write_bytes(content)


def turned_label(root):
    exif = Image.Exif()
    exif[0x0112] = 3
    label = Image.fromarray(random_ids(1))
    label.save(root / "labels/train/001.png", exif=exif)


def rgb_masks(root):
    table = np.zeros((256, 3), np.uint8)
    table[:3] = COLORS
    each_label(root, lambda ids: table[ids])


def own_palettes(root):
    def change(ids):
        turn = int(ids[20, 20]) % 2
        colors = COLORS[::-1] if turn else COLORS
        return palette_image(ids, colors)

    each_label(root, change)
    save_label(root, "train/000", palette_image(random_ids(0), COLORS))
    save_label(root, "val/010", palette_image(random_ids(10), COLORS[::-1]))


def one_other_palette(root):
    each_label(root, lambda ids: palette_image(ids, COLORS))
    other = palette_image(random_ids(1), (*COLORS[:2], (1, 2, 3)))
    save_label(root, "train/001", other)


def cityscapes_ids(root, names):
    street = np.array([7, 8, 11, 21, 23, 26, 1, 3, 33], np.uint8)
    each_label(root, lambda ids: street[np.arange(36 * 48).reshape(36, 48) % 9])
    if names:
        text = "\n".join(f"class {i}" for i in range(19))
        (root / "classes.txt").write_text(text)
    else:
        (root / "classes.txt").unlink()


def gaps(root):
    each_label(root, lambda ids: np.where(ids < 3, 50 * ids, ids))
    (root / "classes.txt").unlink()


def copy_sample(root, source, target, relabel=False):
    for part, ending in (("images", "jpg"), ("labels", "png")):
        shutil.copy(
            root / f"{part}/{source}.{ending}",
            root / f"{part}/{target}.{ending}",
        )
    if relabel:
        save_label(root, target, random_ids(99))


def saved_again(root):
    copy_sample(root, "train/001", "val/020")
    picture = Image.open(root / "images/train/001.jpg")
    picture = picture.resize((96, 72)).resize((48, 36))
    save_image(root, picture, "val/020.jpg", quality=80)


def without_class(root, split, class_id):
    for path in (root / "labels" / split).iterdir():
        ids = np.array(Image.open(path))
        ids[ids == class_id] = 0
        Image.fromarray(ids).save(path)


def move(root, old, new):
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    (root / old).rename(root / new)


def two_kinds_of_labels(root):
    shutil.copytree(root / "labels", root / "masks")


# Each entry breaks a healthy folder; its code must be found, and no other.
def without_val(root):
    shutil.rmtree(root / "images/val")
    shutil.rmtree(root / "labels/val")


def as_array(root, array, name="train/001"):
    (root / f"images/{name}.jpg").unlink()
    np.save(root / f"images/{name}.npy", array)


def bands(seed, channels, dtype, highest=4095):
    rng = np.random.default_rng(seed)
    return rng.integers(0, highest + 1, (36, 48, channels)).astype(dtype)


def all_arrays(root, array_of):
    for path in sorted((root / "images").rglob("*.jpg")):
        name = f"{path.parent.name}/{path.stem}"
        as_array(root, array_of(int(path.stem)), name)


BROKEN = {
    "tree": lambda r: shutil.rmtree(r / "images"),
    "tree_unclear": two_kinds_of_labels,
    "classes_file": lambda r: (r / "classes.txt").write_text("car\ncar\n"),
    "split_missing": without_val,
    "split_empty": lambda r: (r / "images/test").mkdir(),
    "name_twice": lambda r: save_image(
        r, Image.fromarray(random_pixels(50)), "train/001.png"
    ),
    "image_without_label": lambda r: (r / "labels/val/010.png").unlink(),
    "label_without_image": lambda r: (r / "images/val/010.jpg").unlink(),
    "image_unreadable": lambda r: cut(r / "images/train/001.jpg"),
    "image_unreadable ": lambda r: (r / "images/val/010.jpg").write_bytes(b""),
    "picture_ignored": lambda r: save_image(
        r, Image.fromarray(random_pixels(50)), "train/050.bmp"
    ),
    "image_format": lambda r: save_image(
        r, Image.fromarray(random_pixels(1)), format="WEBP"
    ),
    "image_format ": lambda r: save_image(
        r, Image.fromarray(random_pixels(1)), format="TIFF"
    ),
    "image_huge": lambda r: (r / "images/train/001.jpg").write_bytes(
        png_header(60000, 60000)
    ),
    "image_turned": lambda r: turned(r, 3),
    "image_slow": many_scans,
    "image_bits": lambda r: sixteen_bits(r, 4095),
    "pictures_other": lambda r: all_arrays(
        r, lambda seed: bands(seed, 4, np.uint16)
    ),
    "pictures_other ": lambda r: all_arrays(
        r, lambda seed: bands(seed, 3, np.float32) / 8190
    ),
    "pictures_differ": lambda r: as_array(r, bands(1, 4, np.uint8, 255)),
    "image_channels": lambda r: all_arrays(
        r, lambda n: bands(n, 4, (np.uint16, np.uint8)[n == 1], 255)
    ),
    "image_range": lambda r: as_array(r, bands(1, 3, np.float32)),
    "image_values": lambda r: as_array(
        r, np.full((36, 48, 3), np.nan, np.float32)
    ),
    "image_set_upright": lambda r: turned(r, 6),
    "image_cmyk": lambda r: save_image(
        r, Image.fromarray(random_pixels(1)).convert("CMYK")
    ),
    "image_gray": lambda r: save_image(
        r, Image.fromarray(random_pixels(1)).convert("L")
    ),
    "image_alpha": with_alpha,
    "image_16_bit": lambda r: sixteen_bits(r, 51810),
    "label_unreadable": lambda r: cut(r / "labels/train/001.png"),
    "label_format": lambda r: Image.fromarray(random_ids(1)).save(
        r / "labels/train/001.png", "JPEG"
    ),
    "label_format ": lambda r: move(
        r, "labels/train/001.png", "labels/train/001.jpg"
    ),
    "label_turned": turned_label,
    "label_huge": lambda r: (r / "labels/train/001.png").write_bytes(
        png_header(60000, 60000)
    ),
    "size_mismatch": lambda r: save_label(
        r, "train/001", random_ids(1, (30, 40))
    ),
    "label_rgb": rgb_masks,
    "label_rgb ": lambda r: save_label(
        r, "train/001", np.stack([random_ids(1)] * 3, -1)
    ),
    "label_bits": lambda r: save_label(
        r, "train/001", random_ids(1).astype(np.uint16)
    ),
    "label_ids": lambda r: save_label(r, "train/001", random_ids(1) // 51 * 7),
    "label_binary": lambda r: each_label(
        r, lambda ids: (ids > 0).astype(np.uint8) * 255
    ),
    "label_off_by_one": lambda r: each_label(r, lambda ids: ids + np.uint8(1)),
    "cityscapes_ids": lambda r: cityscapes_ids(r, names=True),
    "cityscapes_ids_likely": lambda r: cityscapes_ids(r, names=False),
    "id_gaps": gaps,
    "palette_swapped": own_palettes,
    "palette_differs": one_other_palette,
    "palette": lambda r: each_label(r, lambda i: palette_image(i, COLORS)),
    "label_ignored": lambda r: save_label(
        r, "train/001", np.full((36, 48), 255, np.uint8)
    ),
    "one_class": lambda r: each_label(r, np.zeros_like),
    "class_unused": lambda r: (r / "classes.txt").write_text("a\nb\nc\nd"),
    "class_not_trained": lambda r: without_class(r, "train", 2),
    "class_not_scored": lambda r: without_class(r, "val", 2),
    "leak": lambda r: copy_sample(r, "train/001", "val/020"),
    "near_leak": saved_again,
    "duplicate": lambda r: copy_sample(r, "train/001", "train/020"),
}
