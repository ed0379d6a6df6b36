import pytest

from deeplab_family.speed import LoadCase, load_cases, models_in


def asked(path="", url=""):
    base = LoadCase(path=path, url=url, seconds=0.5, trust=True)
    cases = load_cases(base, (1, 4), (1, 8), (1, 2, 16))
    assert all(case.seconds == 0.5 and case.trust for case in cases)
    return [(case.threads, case.batch_size, case.clients) for case in cases]


def test_threads_come_first_then_larger_loads():
    threads = [(1, 1, 1), (4, 1, 1)]
    assert asked("m.tflite") == threads
    assert asked("m.onnx") == [*threads, (4, 8, 1)]
    assert asked("best.keras") == [*threads, (4, 8, 1)]
    served = [*threads, (4, 8, 1), (4, 1, 2), (4, 1, 16)]
    assert asked("serving/segmenter") == served


def test_a_server_has_its_own_threads_and_batches():
    assert asked(url="http://here/m") == [(4, 1, 1), (4, 1, 2), (4, 1, 16)]


def test_the_files_of_an_export_are_found(tmp_path):
    for name in ("model_int8.tflite", "model.onnx", "report.json"):
        (tmp_path / name).write_text("x")
    (tmp_path / "serving" / "segmenter" / "1").mkdir(parents=True)
    (tmp_path / "proof").mkdir()
    bundle = tmp_path / "serving"
    (bundle / "segmenter" / "1" / "saved_model.pb").write_text("x")
    names = [path.name for path in models_in(tmp_path)]
    assert names == ["model.onnx", "model_int8.tflite", "serving"]
    for inner in (bundle, bundle / "segmenter" / "1"):
        (found,) = models_in(inner)
        assert found in (inner, inner / "segmenter")


def test_a_folder_without_models_is_refused(tmp_path):
    with pytest.raises(ValueError, match="holds no .tflite or .onnx file"):
        models_in(tmp_path)
