import numpy as np
import pytest

from deeplab_family.figures import FigureSample, Patch, draw_class_maps
from input_pipeline import DatasetSpec

RED, GREEN, BLUE = (200, 0, 0), (0, 200, 0), (0, 0, 200)
SPEC = DatasetSpec(("a", "b", "c"), (RED, GREEN, BLUE))
IMAGE = np.full((8, 10, 3), 77, np.uint8)


def answer(class_id):
    def predict(image):
        assert image.shape == IMAGE.shape  # whole, whatever is shown
        return np.full(image.shape[:2], class_id, np.uint8)

    return predict


def pixels(picture, color):
    return np.count_nonzero((picture == color).all(axis=-1))


def test_columns_are_image_label_and_a_map_for_each_network():
    labels = np.zeros((8, 10), np.uint8)
    labels[:, 5:] = 255
    sample = FigureSample(IMAGE, labels)
    networks = [("first", answer(1)), ("second", answer(2))]
    picture = draw_class_maps(networks, [sample], SPEC)
    columns = [
        np.flatnonzero((picture == color).all(axis=-1).sum(axis=0) > 100)
        for color in ((77, 77, 77), RED, GREEN, BLUE)
    ]
    starts = [column[0] for column in columns]
    assert starts == sorted(starts)
    # each pixel is a square of 32; ignored ones are white
    assert [len(column) for column in columns] == [320, 160, 320, 320]


def test_a_patch_is_cut_from_maps_of_the_whole_image():
    def stripes(image):
        return np.tile(np.arange(10, dtype=np.uint8) % 3, (8, 1))

    picture = draw_class_maps(
        [("net", stripes)], [FigureSample(IMAGE)], SPEC, Patch(2, 4, 3, 2)
    )
    square = 160  # the longer side of 3 becomes at least 320: times 107
    large = {c: pixels(picture, c) > square for c in (RED, GREEN, BLUE)}
    assert large == {RED: False, GREEN: True, BLUE: True}  # columns 4 and 5
    assert pixels(picture, GREEN) >= 3 * 107**2


@pytest.mark.parametrize("patch", [(0, 0, 9, 1), (-1, 0, 2, 2), (0, 0, 0, 1)])
def test_a_patch_outside_is_refused(patch):
    with pytest.raises(ValueError, match="within the image of 8 x 10"):
        draw_class_maps(
            [("net", answer(0))], [FigureSample(IMAGE)], SPEC, Patch(*patch)
        )
