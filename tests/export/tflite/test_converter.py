import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from deeplab_family.inference import KerasPredictor, load_predictor
from export import ExportError, export_tflite
from export.tflite.tflite_file import (
    count_float_tensors,
    count_operations,
)
from tests.export.tiny_network import CLASSES, draw_images, make_network

VARIANTS = ["float32", "float16", "int8"]
OTHERS = ["dynamic_int8", "int16x8", "flexible", "mediapipe"]
SIZE = (33, 49)


def signature(path):
    interpreter = Interpreter(str(path))
    runner = interpreter.get_signature_runner()
    return runner.get_input_details(), runner.get_output_details()


@pytest.mark.parametrize("kind", VARIANTS)
def test_every_file_takes_the_bytes_of_a_camera(exported, kind):
    inputs, _ = signature(exported.folder / f"model_{kind}.tflite")
    assert list(inputs) == ["images"]
    image = inputs["images"]
    assert image["dtype"] == np.uint8
    assert tuple(image["shape"]) == (1, 33, 49, 3)
    assert image["quantization"] in [(0.0, 0), (1.0, 0)]


@pytest.mark.parametrize("kind", VARIANTS)
def test_every_file_answers_with_a_class_map_and_logits(exported, kind):
    _, outputs = signature(exported.folder / f"model_{kind}.tflite")
    assert sorted(outputs) == ["class_map", "logits"]
    assert outputs["class_map"]["dtype"] == np.uint8
    assert tuple(outputs["class_map"]["shape"]) == (1, 33, 49)
    expected = np.int8 if kind == "int8" else np.float32
    assert outputs["logits"]["dtype"] == expected
    assert tuple(outputs["logits"]["shape"]) == (1, 33, 49, CLASSES)


def test_the_int8_file_computes_in_integers_only(exported):
    assert count_float_tensors(exported.folder / "model_int8.tflite") == 0
    assert count_float_tensors(exported.folder / "model_float32.tflite") > 0


@pytest.mark.parametrize("kind", VARIANTS)
def test_an_atrous_convolution_with_its_batch_norm_is_one_operation(
    exported, kind
):
    path = exported.folder / f"model_{kind}.tflite"
    operations = count_operations(path)
    assert operations["CONV_2D"] == 3
    assert operations["DEPTHWISE_CONV_2D"] == 1
    # Scale and shift of the input, and nothing left of three batch norms.
    assert operations["MUL"] == operations["ADD"] == 1


def test_the_float32_file_answers_as_the_keras_model(exported):
    images = draw_images(2, 33, 49, seed=5)
    expected = KerasPredictor(exported.model)(images)
    answer = load_predictor(exported.folder / "model_float32.tflite")(images)
    np.testing.assert_allclose(
        answer.probabilities, expected.probabilities, atol=1e-4
    )


@pytest.fixture(scope="module")
def others(exported, tmp_path_factory):
    """The variants that an export writes on request, with named classes."""
    folder = tmp_path_factory.mktemp("others")
    return export_tflite(
        exported.model,
        folder,
        SIZE,
        variants=OTHERS,
        calibration=draw_images(4, *SIZE),
        class_names=["a", "b", "c", "d"],
    )


@pytest.mark.parametrize(
    ("kind", "equal"),
    [
        ("dynamic_int8", 0.97),
        ("int16x8", 0.97),
        ("flexible", 1.0),
        ("mediapipe", 0.99),
    ],
)
def test_every_other_file_answers_nearly_as_the_model(
    exported, others, kind, equal
):
    images = draw_images(2, *SIZE, seed=5)
    expected = KerasPredictor(exported.model)(images)
    answer = load_predictor(others[kind])(images)
    assert np.mean(answer.class_map == expected.class_map) >= equal
    inputs, _ = signature(others[kind])
    assert inputs["images"]["dtype"] == np.uint8


def test_the_flexible_file_takes_any_size(exported, others):
    predictor = load_predictor(others["flexible"])
    assert predictor.input_size is None
    assert predictor.num_classes == CLASSES
    for size in [(40, 60), (65, 33)]:
        images = draw_images(1, *size, seed=6)
        expected = KerasPredictor(exported.model)(images)
        np.testing.assert_allclose(
            predictor(images).probabilities, expected.probabilities, atol=1e-4
        )


def test_the_mediapipe_file_answers_with_logits_and_names(others):
    _, outputs = signature(others["mediapipe"])
    assert list(outputs) == ["logits"]
    assert load_predictor(others["mediapipe"]).class_names == tuple("abcd")


def test_a_class_map_alone_is_given_on_request(exported, tmp_path):
    files = export_tflite(
        exported.model,
        tmp_path,
        SIZE,
        variants=["float32"],
        answers=["class_map"],
        faster=False,
    )
    _, outputs = signature(files["float32"])
    assert list(outputs) == ["class_map"]
    images = draw_images(1, *SIZE, seed=5)
    expected = KerasPredictor(exported.model)(images)
    answer = load_predictor(files["float32"])(images)
    assert answer.probabilities is None
    np.testing.assert_array_equal(answer.class_map, expected.class_map)


def test_an_unknown_answer_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"class_map, logits.*\['mask'\]"):
        export_tflite(
            make_network(),
            tmp_path,
            SIZE,
            variants=["float32"],
            answers=["mask"],
        )


def test_a_model_of_one_size_has_no_flexible_file(tmp_path):
    model = make_network(size=(16, 16))
    with pytest.raises(ExportError, match="no flexible file"):
        export_tflite(model, tmp_path, (16, 16), variants=["flexible"])


def test_int8_without_calibration_is_refused(tmp_path):
    with pytest.raises(ExportError, match="int8 needs `calibration`"):
        export_tflite(make_network(), tmp_path, (33, 49))
    assert not list(tmp_path.iterdir())


def test_calibration_of_another_size_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"33, 49, 3.*\(2, 20, 20, 3\)"):
        export_tflite(
            make_network(),
            tmp_path,
            (33, 49),
            calibration=draw_images(2, 20, 20),
        )


def test_an_unknown_kind_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"float16.*\['int4'\]"):
        export_tflite(make_network(), tmp_path, (33, 49), variants=["int4"])


def test_a_size_that_the_model_does_not_take_is_refused(tmp_path):
    model = make_network(size=(16, 16))
    with pytest.raises(ExportError, match=r"only images of \(16, 16\)"):
        export_tflite(model, tmp_path, (33, 49), variants=["float32"])
