import pytest

from deeplab_family.near_miss import perhaps


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("tarin", "train"), ("evaluat", "evaluate"), ("exprot", "export")],
)
def test_the_nearest_name_is_offered(word, nearest):
    known = ["evaluate", "train", "export", "predict"]
    assert perhaps(word, known) == f"; perhaps you meant {nearest!r}"


def test_what_is_like_nothing_gets_no_offer():
    assert perhaps("xyz", ["train", "export"]) == ""
