"""A small data set in exactly the folders of SegNet's CamVid."""

from PIL import Image

from tests.input_pipeline.draw_files import random_ids, random_pixels

NAMES = {
    "train": ("0001TP_006690", "0001TP_006720"),
    "val": ("0016E5_07959",),
    "test": ("Seq05VD_f00000",),
}


def write_camvid(root):
    for split, names in NAMES.items():
        (root / split).mkdir(parents=True)
        (root / f"{split}annot").mkdir()
        for number, name in enumerate(names):
            picture = Image.fromarray(random_pixels(number))
            picture.save(root / split / f"{name}.png")
            ids = random_ids(number, num_classes=12)
            ids[ids == 255] = 11
            Image.fromarray(ids).save(root / f"{split}annot" / f"{name}.png")
        (root / f"{split}.txt").write_text("/SegNet/CamVid/...\n")
    return root
