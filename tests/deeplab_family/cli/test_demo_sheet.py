import numpy as np
from PIL import Image

from deeplab_family.cli.demo_sheet import draw_sheet
from deeplab_family.visualization import write_mask
from input_pipeline import DatasetSpec, open_dataset
from input_pipeline.synthetic.classes import (
    CLASS_NAMES,
    PALETTE,
    Street,
)


def test_sheet_shows_every_predicted_picture(streets, tmp_path):
    spec = open_dataset("synthetic", str(streets)).spec
    for path in (streets / "images" / "val").iterdir():
        ids = np.full((48, 64), 3, "uint8")
        write_mask(tmp_path / f"{path.stem}.png", ids, spec.palette)
    draw_sheet(streets, tmp_path, spec, tmp_path / "sheet.jpg")
    sheet = np.asarray(Image.open(tmp_path / "sheet.jpg"))
    assert sheet.shape[0] > 2 * 48 and sheet.shape[1] >= 3 * 64


def test_sheet_shows_the_labels_with_people_poles_and_signs(tmp_path):
    for folder in ("images/val", "labels/val", "masks"):
        (tmp_path / folder).mkdir(parents=True)
    whole, others = {1, 3, 4}, [Street.PERSON, Street.POLE]
    for number in range(6):
        # The rows of the others hold more of two classes, none of the third.
        small = [*others, Street.SIGN] if number in whole else 4 * others
        label = np.zeros((20, 30), np.uint8)
        label[: len(small)] = np.array(small)[:, None]
        label[-1] = 10 * number  # a row that tells the pictures apart
        image = np.repeat(label[..., None], 3, axis=-1)
        Image.fromarray(image).save(tmp_path / f"images/val/{number}.jpg")
        Image.fromarray(label).save(tmp_path / f"labels/val/{number}.png")
        write_mask(tmp_path / f"masks/{number}.png", 0 * label, PALETTE)
    spec = DatasetSpec(CLASS_NAMES, PALETTE)
    draw_sheet(tmp_path, tmp_path / "masks", spec, tmp_path / "sheet.png")
    sheet = np.asarray(Image.open(tmp_path / "sheet.png")).reshape(-1, 3)
    signs = np.all(sheet == PALETTE[Street.SIGN], axis=1).sum()
    assert signs >= 3 * 30  # a row in each of three labels
