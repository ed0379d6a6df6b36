import pytest

from input_pipeline.doctor.image_sizes import describe_sizes, suggest_crop


@pytest.mark.parametrize(
    ("sizes", "crop"),
    [
        ([(360, 480)], (369, 481)),  # CamVid
        ([(375, 500)] * 6 + [(500, 375)] * 4, (513, 513)),  # PASCAL VOC
        ([(1024, 2048)], (769, 769)),  # Cityscapes
        ([(513, 1025)], (513, 513)),
        ([(16, 17)], (17, 17)),
        ([(18, 1)], (33, 17)),
        ([(1, 1)], (17, 17)),
        ([(100, 300)] * 19 + [(300, 100)], (113, 305)),
    ],
)
def test_crop_follows_the_rule(sizes, crop):
    assert suggest_crop(sizes) == crop


def test_no_image_no_crop():
    assert suggest_crop([]) is None and describe_sizes([]) is None


def test_sizes_are_described_by_area():
    sizes = [(10, 10)] * 3 + [(5, 8), (30, 2)]
    assert describe_sizes(sizes) == {
        "different": 3,
        "smallest": [5, 8],
        "median": [10, 10],
        "largest": [10, 10],
        "most_frequent": [10, 10],
        "most_frequent_share": 0.6,
    }
