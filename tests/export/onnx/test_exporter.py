import dataclasses
import json
import sys

import keras
import numpy as np
import onnx
import pytest
import tensorflow as tf

from deeplab_family.inference import KerasPredictor, load_predictor
from export import ExportError, export_model, export_onnx
from tests.export.tiny_network import draw_images, make_network
from tests.randomize import randomize
from tests.small_networks import NETWORKS

QUICK = ("deeplabv3", "gald")


class Digamma(keras.layers.Layer):
    def call(self, x):
        return tf.math.digamma(x)


def assert_alike(model, path, shapes):
    predictor, reference = load_predictor(path), KerasPredictor(model)
    for batch, height, width in shapes:
        images = draw_images(batch, height, width, seed=height)
        expected, answer = reference(images), predictor(images)
        difference = np.abs(answer.probabilities - expected.probabilities)
        # Deep random networks have logits in the hundreds, and where two of
        # them tie, their last bits decide.
        assert difference.max() < 0.02
        assert difference.mean() < 1e-5
        assert np.mean(answer.class_map == expected.class_map) >= 0.999


@pytest.mark.parametrize(
    "name",
    [
        name if name in QUICK else pytest.param(name, marks=pytest.mark.slow)
        for name in NETWORKS
    ],
)
def test_the_file_answers_as_keras_at_any_batch_and_size(name, tmp_path):
    model = randomize(NETWORKS[name].build())
    path = export_onnx(model, tmp_path)
    assert_alike(model, path, [(1, 65, 97), (2, 64, 80)])


def test_both_kinds_of_dilated_convolution_run(tmp_path):
    model = make_network()
    assert_alike(model, export_onnx(model, tmp_path), [(3, 33, 49)])


def test_a_given_size_is_the_only_one_the_file_takes(tmp_path):
    model = make_network()
    path = export_onnx(model, tmp_path, (33, 49))
    assert path.name == "model_fixed.onnx"
    (images,) = onnx.load(path).graph.input
    axes = [axis.dim_value for axis in images.type.tensor_type.shape.dim]
    assert axes == [1, 33, 49, 3]
    # Two images at once: they are asked one after the other.
    assert_alike(model, path, [(2, 33, 49)])
    predictor = load_predictor(path)
    assert predictor.input_size == (33, 49)
    images = draw_images(1, 66, 98)
    assert predictor(images).class_map.shape == (1, 66, 98)


@pytest.mark.parametrize(
    "image_size", [None, pytest.param((33, 49), marks=pytest.mark.slow)]
)
def test_no_shape_is_worked_out_in_32_bits(tmp_path, image_size):
    path = export_onnx(NETWORKS["deeplabv3"].build(), tmp_path, image_size)
    casts = [n for n in onnx.load(path).graph.node if n.op_type == "Cast"]
    assert casts
    assert onnx.TensorProto.INT32 not in {c.attribute[0].i for c in casts}


@pytest.mark.parametrize("image_size", [None, (65, 97)], ids=["free", "fixed"])
@pytest.mark.parametrize(
    "name",
    [
        "deeplabv3",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in NETWORKS
            if name != "deeplabv3"
        ),
    ],
)
def test_openvino_answers_as_onnx_runtime(name, tmp_path, image_size):
    openvino = pytest.importorskip("openvino")
    model = randomize(NETWORKS[name].build())
    path = export_onnx(model, tmp_path, image_size)
    # Some processors would compute in bfloat16 unasked.
    exact = {"INFERENCE_PRECISION_HINT": "f32"}
    compiled = openvino.Core().compile_model(path, "CPU", exact)
    images = draw_images(1, 65, 97)
    answer, expected = compiled(images), load_predictor(path).raw(images)
    scale = max(np.abs(expected["logits"]).max(), 1)
    difference = np.abs(answer["logits"] - expected["logits"]).max()
    assert difference <= 1e-4 * scale
    assert np.mean(answer["class_map"] == expected["class_map"]) >= 0.9999


def test_the_file_names_its_axes(tmp_path):
    graph = onnx.load(export_onnx(make_network(), tmp_path)).graph
    (images,) = graph.input
    assert images.name == "images"
    axes = images.type.tensor_type.shape.dim
    assert [axis.dim_param for axis in axes[:3]] == ["batch", "height", "width"]
    assert {value.name for value in graph.output} == {"class_map", "logits"}


def test_another_size_than_the_models_own_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"only images of \(16, 16\)"):
        export_onnx(make_network(size=(16, 16)), tmp_path, (33, 49))


def test_an_operation_without_onnx_form_is_named(tmp_path):
    inputs = keras.Input((None, None, 3))
    model = keras.Model(inputs, Digamma()(inputs))
    with pytest.raises(ExportError, match="no ONNX form.*Digamma"):
        export_onnx(model, tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_missing_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tf2onnx", None)
    with pytest.raises(ExportError, match=r"pip install tf2onnx"):
        export_onnx(make_network(), tmp_path)


def test_an_export_proves_the_onnx_file(exported, in_process, tmp_path):
    settings = dataclasses.replace(
        exported.settings, artifacts=("onnx", "onnx_fixed")
    )
    report = export_model(exported.model, tmp_path / "out", settings)
    names = ["model.onnx", "model_fixed.onnx"]
    for artifact, name in zip(
        report.verification.artifacts, names, strict=True
    ):
        assert artifact.path == name
        assert artifact.equal_pixels >= 0.999
        assert (tmp_path / "out" / name).is_file()


@pytest.mark.parametrize("image_size", [None, (33, 49)])
def test_names_and_colors_travel_in_both_forms(tmp_path, image_size):
    names, colors = ("a", "b", "c", "d"), np.arange(12).reshape(4, 3)
    path = export_onnx(make_network(), tmp_path, image_size, names, colors)
    notes = {p.key: json.loads(p.value) for p in onnx.load(path).metadata_props}
    assert notes == {"class_names": [*names], "palette": colors.tolist()}


def test_class_names_travel_in_the_metadata(tmp_path):
    model = make_network()
    assert load_predictor(export_onnx(model, tmp_path)).class_names is None
    names = ("road", "sky", "Fußgänger", "car")
    path = export_onnx(model, tmp_path, class_names=names)
    assert load_predictor(path).class_names == names
