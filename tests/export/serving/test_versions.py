import pytest

from export.serving import next_version


@pytest.mark.parametrize(
    "existing, expected",
    [([], 1), (["1"], 2), (["2", "10"], 11), (["a", ".3.partial"], 1)],
    ids=str,
)
def test_versions_count_up(tmp_path, existing, expected):
    for name in existing:
        (tmp_path / name).mkdir()
    assert next_version(tmp_path) == expected


def test_a_folder_that_is_not_there_has_no_version(tmp_path):
    assert next_version(tmp_path / "none") == 1


def test_a_file_is_no_version(tmp_path):
    (tmp_path / "4").write_text("")
    assert next_version(tmp_path) == 1
