import pytest

from deeplab_family.console.suggestions import did_you_mean


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("tarin", "train"), ("evaluat", "evaluate"), ("exprot", "export")],
)
def test_the_nearest_name_is_offered(word, nearest):
    known = ["evaluate", "train", "export", "predict"]
    assert did_you_mean(word, known) == f"; perhaps you meant {nearest!r}"


def test_what_is_like_nothing_gets_no_offer():
    assert did_you_mean("xyz", ["train", "export"]) == ""
