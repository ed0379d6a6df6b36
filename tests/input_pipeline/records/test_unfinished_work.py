import os

import pytest

from input_pipeline import DataError, open_dataset
from input_pipeline.records.unfinished_work import UnfinishedWork, fingerprint
from tests.input_pipeline.draw_files import write_folder


def test_is_begun_once(tmp_path):
    work = UnfinishedWork(tmp_path / "out", "plan")
    assert not work.is_begun()
    work.begin()
    assert work.is_begun() and work.folder.name == "out.partial"
    work.begin()
    (work.records / "shard").write_text("done")
    work.receipt("shard").write_text("{}")
    work.finish()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["shard"]


@pytest.mark.parametrize("plan", ["{", "", '"other"', "3"])
def test_another_plan_is_refused(tmp_path, plan):
    work = UnfinishedWork(tmp_path / "out", "plan")
    work.begin()
    (work.folder / "plan.json").write_text(plan)
    with pytest.raises(DataError, match="out.partial was begun from other"):
        work.is_begun()


def test_problems_of_the_disk_say_how_to_go_on(tmp_path):
    work = UnfinishedWork(tmp_path / "out", "plan")
    with pytest.raises(DataError, match="out cannot be written: full.*goes on"):
        with work.kept():
            raise OSError(28, "full")


def test_the_fingerprint_follows_files_and_options(tmp_path):
    root = write_folder(tmp_path, count=2)

    def now(shards=2):
        dataset = open_dataset("folder", str(root))
        samples = {"train": dataset.samples("train")}
        return fingerprint(dataset.spec, samples, shards)

    first = now()
    assert now() == first != now(shards=3)
    os.utime(root / "labels/train/000.png", (0, 0))
    second = now()
    (root / "classes.txt").write_text("a\nb\nc\n")
    assert len({first, second, now()}) == 3
    (root / "images/train/001.jpg").rename(root / "images/train/002.jpg")
    (root / "labels/train/001.png").rename(root / "labels/train/002.png")
    assert now() not in (first, second)
