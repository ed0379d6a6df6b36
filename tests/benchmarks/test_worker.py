import sys

import pytest

from benchmarks.worker import Worker

MODULE = "tests.benchmarks.counting_worker"


def test_works_in_its_own_process_as_often_as_told(tmp_path):
    diary = tmp_path / "diary"
    worker = Worker("test", sys.executable, MODULE, [str(diary)])

    seconds = worker.turn(2) + worker.turn(3)
    worker.close()

    assert len(seconds) == 5 and min(seconds) > 0
    assert diary.read_text() == "xxxxx"
    assert worker.note == "a test worker"


def test_says_why_a_worker_ended():
    with pytest.raises(RuntimeError, match="(?s)of broken .*told to fail"):
        Worker("broken", sys.executable, MODULE, ["fail"])


def test_says_why_a_worker_ended_in_the_middle(tmp_path):
    worker = Worker("test", sys.executable, MODULE, [str(tmp_path)])

    with pytest.raises(RuntimeError, match="(?s)IsADirectoryError"):
        worker.turn(1)
    with pytest.raises(RuntimeError, match="of test ended"):
        worker.turn(1)
    worker.close()
