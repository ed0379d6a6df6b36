import dataclasses

import onnx
import pytest
from onnx import TensorProto, helper

from export.proof.tensors import read_tensors
from export.report.artifact_results import Tensor

IMAGES = Tensor(
    signature="serving_default",
    direction="input",
    name="images",
    dtype="uint8",
    shape=(1, 33, 49, 3),
)


@pytest.mark.parametrize("kind", ["float32", "float16"])
def test_a_phone_file_of_floats(exported, kind):
    images, class_map, logits = read_tensors(
        exported.folder / f"model_{kind}.tflite"
    )
    assert images == IMAGES
    assert (class_map.name, class_map.dtype) == ("class_map", "uint8")
    assert class_map.shape == (1, 33, 49)
    assert (logits.name, logits.dtype) == ("logits", "float32")
    assert logits.scale is logits.zero_point is None


def test_integers_have_a_scale_and_a_zero_point(exported):
    images, class_map, logits = read_tensors(
        exported.folder / "model_int8.tflite"
    )
    assert images == dataclasses.replace(IMAGES, scale=1.0, zero_point=0)
    assert class_map.scale is None
    assert logits.dtype == "int8"
    assert logits.scale > 0 and -128 <= logits.zero_point <= 127


def test_every_signature_of_the_server(exported):
    tensors = read_tensors(exported.folder / "serving/segmenter/1")
    assert [(t.signature, t.direction, t.name) for t in tensors] == [
        ("image_bytes", "input", "image_bytes"),
        ("image_bytes", "output", "mask_png_bytes"),
        ("probabilities", "input", "images"),
        ("probabilities", "output", "class_map"),
        ("probabilities", "output", "probabilities"),
        ("serving_default", "input", "images"),
        ("serving_default", "output", "class_map"),
        ("serving_default", "output", "confidence"),
    ]
    assert tensors[0].shape == ("batch",)
    assert tensors[2].shape == ("batch", "height", "width", 3)
    assert tensors[4].dtype == "float32"


def test_an_onnx_file_names_its_free_axes(tmp_path):
    images = helper.make_tensor_value_info(
        "images", TensorProto.UINT8, ["batch", 33, "width", 3]
    )
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1])
    graph = helper.make_graph([], "net", [images], [logits])
    onnx.save(helper.make_model(graph), tmp_path / "model.onnx")
    given, answer = read_tensors(tmp_path / "model.onnx")
    assert (given.direction, given.name) == ("input", "images")
    assert (given.dtype, given.shape) == ("uint8", ("batch", 33, "width", 3))
    assert (answer.direction, answer.dtype) == ("output", "float32")
