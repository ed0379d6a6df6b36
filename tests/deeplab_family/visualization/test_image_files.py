import numpy as np
from PIL import Image

from deeplab_family.visualization import write_image


def test_reads_back_equal_also_from_a_mirrored_view(tmp_path):
    image = np.random.default_rng(0).integers(0, 256, (5, 7, 3), np.uint8)

    write_image(tmp_path / "a.png", image[:, ::-1])

    np.testing.assert_array_equal(
        np.asarray(Image.open(tmp_path / "a.png")), image[:, ::-1]
    )
