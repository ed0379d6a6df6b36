import pytest

from input_pipeline import open_dataset
from input_pipeline.records.record_writer import split_into_jobs
from input_pipeline.records.unfinished_work import UnfinishedWork
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture
def jobs(tmp_path):
    dataset = open_dataset("folder", str(write_folder(tmp_path, count=5)))
    work = UnfinishedWork(tmp_path / "out", "plan")
    work.begin()
    samples = {"train": dataset.samples("train")}
    return split_into_jobs(work, dataset.spec, samples, 2)["train"]


def test_samples_are_dealt_in_turns(jobs):
    names = [[sample.id for sample in job.samples] for job in jobs]
    assert names == [["000", "002", "004"], ["001", "003"]]
    assert [job.path.name for job in jobs] == [
        "train-00000-of-00002.tfrecord",
        "train-00001-of-00002.tfrecord",
    ]


def test_a_written_job_is_finished(jobs):
    assert jobs[0].finished() is None
    packed = []
    shard = jobs[0].write(lambda: packed.append(1))
    assert shard.count == len(packed) == 3
    assert jobs[0].finished() == shard and jobs[1].finished() is None


def test_whoever_counts_may_stop_it(jobs):
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs[0].write(stop)
    assert list(jobs[0].path.parent.iterdir()) == []
