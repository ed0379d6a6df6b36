from export.proof.measurement import (
    file_facts,
    size_of,
)


def test_a_folder_is_as_large_as_its_files(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "a").write_bytes(b"12")
    (tmp_path / "deep" / "b").write_bytes(b"345")
    assert size_of(tmp_path) == 5
    assert size_of(tmp_path / "a") == 2


def test_a_tflite_file_shows_its_operations(exported):
    path = exported.folder / "model_int8.tflite"
    facts = file_facts(path, (33, 49), 1)
    assert facts["size_bytes"] == path.stat().st_size
    assert facts["operations"]["CONV_2D"] == 3
    assert facts["delegation"].partitions >= 1
    assert facts["peak_memory_bytes"] > 0


def test_a_saved_model_has_a_size_and_memory_only(exported):
    served = exported.report.verification.artifacts[0].path
    facts = file_facts(exported.folder / served, (33, 49), 1)
    assert set(facts) == {"size_bytes", "peak_memory_bytes"}
    assert facts["peak_memory_bytes"] > 0
