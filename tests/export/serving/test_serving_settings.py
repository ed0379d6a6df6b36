import pytest

from export import ExportError
from export.serving import ServingSettings


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "a/b"},
        {"name": ""},
        {"name": "12"},
        {"name": "../x"},
        {"scales": ()},
        {"scales": (1.0, 9.0)},
        {"tile": 256, "tile_overlap": 65},
        {"tile": 256, "tile_overlap": 1},
        {"warmup_size": (0, 5)},
        {"warmup_size": (100, 100), "max_pixels": 9_999},
        {"longest_side": -1},
        {"precision": "float16"},
        {"parallel_images": 0},
        {"max_batch_size": 0},
    ],
    ids=str,
)
def test_a_value_out_of_range_is_refused_by_name(wrong):
    with pytest.raises(ExportError, match=f"`({'|'.join(wrong)})`"):
        ServingSettings(**wrong)


def test_the_defaults_let_4k_video_through():
    assert ServingSettings().most_pixels >= 3840 * 2160


def test_a_longest_side_lets_photographs_through():
    phone = 8160 * 6120
    assert ServingSettings().most_pixels < phone
    assert ServingSettings(longest_side=1024).most_pixels >= phone
    chosen = ServingSettings(longest_side=1024, max_pixels=10**6)
    assert chosen.most_pixels == 10**6


def test_a_chosen_warm_up_stays():
    assert ServingSettings().warmed_up((5, 6)).warmup_size == (5, 6)
    chosen = ServingSettings(warmup_size=(7, 8))
    assert chosen.warmed_up((5, 6)) is chosen


def test_without_tiles_their_overlap_is_of_no_account():
    assert ServingSettings(tile=0, tile_overlap=500).tile == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"output_stride": 8},
        {"scales": (0.5,)},
        {"flip": True},
        {"tile": 256},
        {"longest_side": 64},
    ],
    ids=str,
)
def test_what_changes_answers_is_known(changes):
    assert ServingSettings(**changes).changes_answers((40, 65))
    plain = ServingSettings(features="x", name="y", longest_side=65)
    assert not plain.changes_answers((40, 65))
