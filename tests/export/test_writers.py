import dataclasses

from export.artifacts import ARTIFACTS
from export.writers import Job, write_artifacts


def test_one_writer_is_called_once_and_the_order_is_the_users(
    exported, tmp_path, monkeypatch
):
    calls = []

    def writer(job, names):
        calls.append(names)
        return {name: job.stage / name for name in names}

    for name in ("float16", "int8"):
        entry = dataclasses.replace(ARTIFACTS[name], write=writer)
        monkeypatch.setitem(ARTIFACTS, name, entry)
    settings = dataclasses.replace(
        exported.settings, artifacts=("int8", "serving", "float16")
    )
    job = Job(model=exported.model, stage=tmp_path, settings=settings)
    paths = write_artifacts(job)
    assert list(paths) == ["int8", "serving", "float16"]
    assert calls == [["int8", "float16"]]
    assert (tmp_path / "serving" / "segmenter" / "1").is_dir()
