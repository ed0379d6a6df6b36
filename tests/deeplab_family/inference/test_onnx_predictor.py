import sys

import numpy as np
import pytest
from onnx import TensorProto, helper

from deeplab_family.inference import ModelFileError, load_predictor

SIZES = {"any": ("batch", "height", "width"), "fixed": (1, 4, 6)}


def write(path, *, size="any", channels=3, outputs=("logits", "class_map")):
    """Logits are the image itself as floats; red wins where it is largest."""
    shape = (*SIZES[size], channels)
    nodes = [
        helper.make_node("Cast", ["images"], ["logits"], to=TensorProto.FLOAT),
        helper.make_node("ArgMax", ["logits"], ["wide"], axis=3, keepdims=0),
        helper.make_node("Cast", ["wide"], ["class_map"], to=TensorProto.UINT8),
        helper.make_node("Shape", ["images"], ["shape"]),
    ]
    known = {
        "logits": (TensorProto.FLOAT, shape),
        "class_map": (TensorProto.UINT8, shape[:3]),
        "shape": (TensorProto.INT64, (4,)),
    }
    info = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "colors",
        [info("images", TensorProto.UINT8, shape)],
        [info(name, *known[name]) for name in outputs],
    )
    opset = [helper.make_opsetid("", 18)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=9)
    path.write_bytes(model.SerializeToString())
    return path


def draw():
    images = np.zeros((1, 4, 6, 3), np.uint8)
    images[:, :, :2, 0] = images[:, :, 2:4, 1] = images[:, :, 4:, 2] = 9
    return images


@pytest.mark.parametrize(
    "outputs", [("logits",), ("class_map",), ("class_map", "logits")]
)
def test_logits_a_class_map_or_both_are_understood(tmp_path, outputs):
    predictor = load_predictor(write(tmp_path / "m.onnx", outputs=outputs))
    answer = predictor(draw())
    assert predictor.kind == "onnx"
    np.testing.assert_array_equal(answer.class_map[0, 0], [0, 0, 1, 1, 2, 2])
    assert answer.class_map.dtype == np.uint8
    assert (answer.probabilities is None) == (outputs == ("class_map",))
    assert predictor.num_classes == (3 if "logits" in outputs else None)


def test_a_file_of_any_size_takes_batches(tmp_path):
    predictor = load_predictor(write(tmp_path / "m.onnx"))
    assert predictor.input_size is None
    assert predictor(np.concatenate([draw()] * 3)).class_map.shape == (3, 4, 6)


def test_images_are_resized_for_a_file_of_one_size(tmp_path):
    predictor = load_predictor(write(tmp_path / "m.onnx", size="fixed"))
    assert predictor.input_size == (4, 6)
    large = draw().repeat(2, axis=1).repeat(2, axis=2)
    assert predictor(large).class_map.shape == (1, 8, 12)


def test_a_damaged_file_is_refused(tmp_path):
    path = tmp_path / "m.onnx"
    path.write_bytes(b"no protocol buffer")
    with pytest.raises(ModelFileError, match="m.onnx: not an ONNX file"):
        load_predictor(path)


def test_an_input_of_other_channels_refuses_rgb_by_number(tmp_path):
    predictor = load_predictor(write(tmp_path / "m.onnx", channels=4))
    assert predictor.pictures.channels == 4
    with pytest.raises(ValueError, match="takes images of 4 channels"):
        predictor(draw())


def test_an_answer_that_is_no_segmentation_is_refused(tmp_path):
    path = write(tmp_path / "m.onnx", outputs=("shape",))
    with pytest.raises(ModelFileError, match="must answer with logits"):
        load_predictor(path)


def test_the_missing_extra_is_named(tmp_path, monkeypatch):
    path = write(tmp_path / "m.onnx")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelFileError, match=r"pip install onnxruntime"):
        load_predictor(path)
