"""A small data set in exactly the folders of ADEChallengeData2016."""

from PIL import Image

from tests.input_pipeline.draw_files import random_ids, random_pixels

PARTS = {
    "training": ("ADE_train_00000001", "ADE_train_00000002"),
    "validation": ("ADE_val_00000001",),
}


def write_ade20k(root):
    for part, names in PARTS.items():
        (root / "images" / part).mkdir(parents=True)
        (root / "annotations" / part).mkdir(parents=True)
        for number, name in enumerate(names):
            picture = Image.fromarray(random_pixels(number))
            picture.save(root / "images" / part / f"{name}.jpg")
            ids = random_ids(number, size=(36, 80), num_classes=151)[:, :48]
            ids[ids == 255] = 0
            label = Image.fromarray(ids.copy())
            label.save(root / "annotations" / part / f"{name}.png")
    (root / "objectInfo150.txt").write_text("Idx\tRatio\tTrain\tVal\tName\n")
    return root
