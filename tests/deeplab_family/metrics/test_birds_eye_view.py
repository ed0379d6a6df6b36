import math

import numpy as np
import pytest

from deeplab_family.metrics import BirdsEyeView, KITTIRoad

FOCAL, CENTER, HEIGHT = 700.0, (600.0, 180.0), 1.65
P2 = [FOCAL, 0, CENTER[0], 45.0, 0, FOCAL, CENTER[1], -0.3, 0, 0, 1, 0.005]
TILT = math.radians(1.0)
R0 = [
    *(math.cos(TILT), -math.sin(TILT), 0),
    *(math.sin(TILT), math.cos(TILT), 0),
    *(0, 0, 1),
]
# The road lies 1.65 m below the camera: a point's height above it is less.
TO_ROAD = [1, 0, 0, 0.1, 0, 1, 0, -HEIGHT, 0, 0, 1, 0.3]


def line(name, values):
    return f"{name}: " + " ".join(f"{v:.12e}" for v in values)


@pytest.fixture
def calib(tmp_path):
    path = tmp_path / "um_000000.txt"
    other = line("Tr_velo_to_cam", range(12))
    lines = [line("P0", range(12)), line("P2", P2), line("R0_rect", R0), other]
    path.write_text("\n".join([*lines, line("Tr_cam_to_road", TO_ROAD), ""]))
    return path


def project(x, z):
    """A point of the road in the image, step by step."""
    camera = np.array([x - 0.1, 0 + HEIGHT, z - 0.3])
    rectified = np.reshape(R0, (3, 3)) @ camera
    u, v, depth = np.reshape(P2, (3, 4)) @ [*rectified, 1]
    return u / depth, v / depth


def test_cells_show_the_pixels_they_are_projected_to(calib):
    image = np.arange(375 * 1242, dtype="int32").reshape(375, 1242) + 1
    warped = BirdsEyeView.from_file(calib).warp(image, outside=-7)

    assert warped.shape == (800, 400)
    rng = np.random.default_rng(0)
    seen = 0
    for row, column in rng.integers(0, (800, 400), (2000, 2)):
        u, v = project(-9.975 + 0.05 * column, 45.975 - 0.05 * row)
        if min(abs(u - round(u)), abs(v - round(v))) < 1e-3:
            continue  # rounding decides
        inside = 1 <= u <= 1242 and 1 <= v <= 375
        seen += inside
        expected = image[int(v) - 1, int(u) - 1] if inside else -7
        assert warped[row, column] == expected
    assert 1000 < seen < 2000


def test_far_is_up_and_left_is_left(calib):
    image = np.zeros((375, 1242), "float32")
    view = BirdsEyeView.from_file(calib)
    u, v = project(4.0, 30.0)
    image[int(v) - 3 : int(v) + 2, int(u) - 3 : int(u) + 2] = 1

    rows, columns = np.nonzero(view.warp(image))

    assert abs(rows.mean() - (46 - 30) / 0.05) < 15
    assert abs(columns.mean() - (4 + 10) / 0.05) < 5


def test_label_and_scores_meet_in_the_measure(calib):
    view = BirdsEyeView.from_file(calib)
    label = np.zeros((375, 1242), "uint8")
    label[250:, 400:800] = 1
    score = label.astype("float32")
    measure = KITTIRoad()

    measure.update(view.warp(label, outside=255), view.warp(score))

    assert measure.scores.max_f == 1
    assert 0 < measure.counts.sum() < 800 * 400


def test_a_file_without_the_road_is_refused(calib):
    text = calib.read_text().replace("Tr_cam_to_road", "Tr_imu_to_velo")
    calib.write_text(text)

    with pytest.raises(ValueError, match="um_000000.txt .*`Tr_cam_to_road:`"):
        BirdsEyeView.from_file(calib)
