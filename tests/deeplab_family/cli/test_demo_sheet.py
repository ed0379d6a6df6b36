import numpy as np
from PIL import Image

from deeplab_family.cli.demo_sheet import draw_sheet
from deeplab_family.visualization import write_mask
from input_pipeline import open_dataset


def test_sheet_shows_every_predicted_picture(streets, tmp_path):
    spec = open_dataset("synthetic", str(streets)).spec
    for path in (streets / "images" / "val").iterdir():
        ids = np.full((48, 64), 3, "uint8")
        write_mask(tmp_path / f"{path.stem}.png", ids, spec.palette)
    draw_sheet(streets, tmp_path, spec, tmp_path / "sheet.jpg")
    sheet = np.asarray(Image.open(tmp_path / "sheet.jpg"))
    assert sheet.shape[0] > 2 * 48 and sheet.shape[1] >= 3 * 64
