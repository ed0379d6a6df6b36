import threading

from input_pipeline.doctor.folder_listing import list_folder
from input_pipeline.doctor.read_samples import (
    AHEAD,
    read_sample,
    read_samples,
)
from input_pipeline.doctor.sample_ref import SampleRef
from tests.input_pipeline.doctor.healthy_folder import write_healthy


def test_order_is_that_of_the_cases(tmp_path):
    cases = list_folder(write_healthy(tmp_path / "photos")).cases
    facts = read_samples(cases)
    assert [sample.case for sample in facts] == cases
    assert all(sample.image.digest for sample in facts)


def test_vanished_files_are_problems(tmp_path):
    gone = tmp_path / "gone"
    facts = read_sample(SampleRef("a", ("train",), gone, gone, "i", "l"))
    assert facts.image.problem.code == "image_unreadable"
    assert facts.label.problem.code == "label_unreadable"
    assert "No such file" in facts.image.problem.found


def test_cases_are_taken_only_as_workers_get_free(tmp_path, monkeypatch):
    [case, *_] = list_folder(write_healthy(tmp_path / "photos")).cases
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    taken, most, lock = [0], [0], threading.Lock()

    def many():
        for _ in range(40):
            taken[0] += 1
            yield case

    def progress(done):
        with lock:
            most[0] = max(most[0], taken[0] - done)

    assert len(read_samples(many(), progress=progress)) == 40
    assert most[0] <= AHEAD
