"""CVAT's XML, after docs.cvat.ai, "XML annotation format"."""

from tests.input_pipeline.datasets.write_exports import (
    BOX,
    SIZE,
    SMALL,
    outline,
    write_photographs,
)

LABELS = ("dog", "cat")


def listed(names=LABELS, kinds=("any", "any")):
    labels = "".join(
        f"<label><name>{name}</name><color>#fa3253</color><type>{kind}</type>"
        "<attributes></attributes></label>"
        for name, kind in zip(names, kinds, strict=True)
    )
    return f"<meta><task><labels>{labels}</labels></task></meta>"


def polygon(label, points, z_order=0):
    pairs = zip(points[::2], points[1::2], strict=True)
    text = ";".join(f"{x:.2f},{y:.2f}" for x, y in pairs)
    return (
        f'<polygon label="{label}" source="manual" occluded="0" '
        f'points="{text}" z_order="{z_order}"></polygon>'
    )


def image(number, name, shapes, more=""):
    height, width = SIZE
    return (
        f'<image id="{number}" name="{name}" width="{width}" '
        f'height="{height}"{more}>{"".join(shapes)}</image>'
    )


def document(images, labels=None):
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<annotations><version>1.1'
        f"</version>{listed() if labels is None else labels}"
        f"{''.join(images)}</annotations>"
    )


def cat_and_dog():
    """The dog comes first, but lies over the cat by its `z_order`."""
    dog = polygon("dog", outline(*SMALL), z_order=2)
    return [dog, polygon("cat", outline(*BOX), z_order=1)]


def write_cvat_images(root):
    """A project with the subsets Train and Validation."""
    images = []
    for seed, (subset, split) in enumerate(
        (("Train", "train"), ("Validation", "val"))
    ):
        names = [f"{split}/a.jpg", f"{split}/b.jpg"]
        folder = root / "images" / split
        write_photographs(folder, ["a.jpg", "b.jpg"], 10 * seed)
        for name in names:
            more = f' subset="{subset}"'
            images.append(image(len(images), name, cat_and_dog(), more))
    (root / "annotations.xml").write_text(document(images))
    return root
