import sys

from benchmarks.peers.stream import StreamJob, seconds_for
from tests.input_pipeline.draw_files import write_folder


def test_a_job_survives_the_command_line(monkeypatch):
    job = StreamJob("some/root", 65, 2, 3, "uint8")
    monkeypatch.setattr(sys, "argv", ["worker", *job.arguments()])
    assert StreamJob.from_command_line() == job


def test_files_come_in_pairs(tmp_path):
    job = StreamJob(str(write_folder(tmp_path, count=2)), 1, 1, 1)
    names = [[path.split("/")[-1] for path in pair] for pair in job.files()]
    assert names == [["000.jpg", "000.png"], ["001.jpg", "001.png"]]


def test_only_the_batches_after_the_warm_up_are_timed():
    made = []
    seconds = seconds_for(lambda: (made.append(n) for n in range(99)), 5)
    assert len(made) == 9 and 0 < seconds < 1
