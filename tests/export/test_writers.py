import dataclasses

from export.limits import LIMITS
from export.writers import WRITERS, Job, write_artifacts


def test_every_artifact_has_a_limit_and_a_writer():
    assert set(WRITERS) == set(LIMITS)


def test_one_writer_is_called_once_and_the_order_is_the_users(
    exported, tmp_path, monkeypatch
):
    calls = []

    def writer(job, names):
        calls.append(names)
        return {name: job.stage / name for name in names}

    for name in ("float16", "int8"):
        monkeypatch.setitem(WRITERS, name, writer)
    settings = dataclasses.replace(
        exported.settings, artifacts=("int8", "serving", "float16")
    )
    job = Job(model=exported.model, stage=tmp_path, settings=settings)
    paths = write_artifacts(job)
    assert list(paths) == ["int8", "serving", "float16"]
    assert calls == [["int8", "float16"]]
    assert (tmp_path / "serving" / "segmenter" / "1").is_dir()
