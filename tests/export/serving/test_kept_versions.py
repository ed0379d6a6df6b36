import numpy as np

from export.proof.golden_outputs import read_golden_outputs
from export.serving.kept_versions import kept_files, kept_versions
from export.verify.written_report import read_report

PATH = "serving/segmenter/1/"


def test_a_version_takes_its_own_answers_along(exported, tmp_path):
    earlier = read_report(exported.folder)
    (kept,) = kept_versions(exported.folder, tmp_path, earlier, references=True)
    assert (kept.path, kept.limit) == (PATH, earlier.artifacts[0].limit)
    moved = read_golden_outputs(tmp_path, kept.references)
    before = read_golden_outputs(exported.folder)
    assert list(moved.answers) == ["serving"]
    np.testing.assert_array_equal(moved.images, before.images)
    for new, old in zip(
        moved.answers["serving"], before.answers["serving"], strict=True
    ):
        np.testing.assert_array_equal(new.class_map, old.class_map)


def test_no_photographs_stay_where_none_are_wanted(exported, tmp_path):
    earlier = read_report(exported.folder)
    (kept,) = kept_versions(
        exported.folder, tmp_path, earlier, references=False
    )
    assert kept.references == ""
    assert not list(tmp_path.iterdir())


def test_what_is_written_anew_is_not_kept(exported, tmp_path):
    earlier = read_report(exported.folder)
    files = kept_files(exported.folder, tmp_path, earlier)
    assert f"{PATH}saved_model.pb" in files
    assert "serving/README.md" in files
    assert all(path.startswith("serving/") for path in files)
    (tmp_path / PATH).mkdir(parents=True)
    (tmp_path / PATH / "saved_model.pb").write_bytes(b"new")
    assert len(kept_files(exported.folder, tmp_path, earlier)) == len(files) - 1
    folders = exported.folder, tmp_path
    assert kept_versions(*folders, earlier, references=True) == ()
