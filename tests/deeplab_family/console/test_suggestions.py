import pytest

from deeplab_family.console.suggestions import did_you_mean, near_path


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("tarin", "train"), ("evaluat", "evaluate"), ("exprot", "export")],
)
def test_the_nearest_name_is_offered(word, nearest):
    known = ["evaluate", "train", "export", "predict"]
    assert did_you_mean(word, known) == f"; perhaps you meant {nearest!r}"


def test_what_is_like_nothing_gets_no_offer():
    assert did_you_mean("xyz", ["train", "export"]) == ""


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("runs/fotos", "runs/photos"),
        ("runs/fotos/best.keras", "runs/photos/best.keras"),
        ("runs/fotos/last.keras", "runs/photos"),
        ("rusn/photos", "runs/photos"),
    ],
)
def test_a_path_is_compared_where_it_is_missing(
    tmp_path, monkeypatch, path, nearest
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs" / "photos").mkdir(parents=True)
    (tmp_path / "runs" / "photos" / "best.keras").touch()
    assert near_path(path) == f"; perhaps you meant {nearest!r}"


def test_a_path_beside_nothing_like_it_gets_no_offer(tmp_path):
    assert near_path(tmp_path / "nowhere" / "model.keras") == ""
    assert near_path(tmp_path) == ""
