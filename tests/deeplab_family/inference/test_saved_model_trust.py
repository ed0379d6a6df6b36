import json

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

from deeplab_family.inference import ModelFileError, load_predictor
from deeplab_family.inference.saved_model_trust import (
    MANIFEST,
    why_untrusted,
    write_manifest,
)
from export import export_saved_model


class Served(tf.Module):
    """Class 0 everywhere, and something else besides."""

    def __init__(self, besides):
        super().__init__()
        self.besides = besides
        self.weight = tf.Variable(1.0)

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, None, None, 3), tf.uint8, name="images")
        ]
    )
    def serve(self, images):
        self.besides()
        scores = self.weight * tf.ones_like(tf.cast(images, tf.float32))
        zeros = tf.zeros_like(images[..., 0])
        return {"class_map": zeros, "probabilities": scores / 3.0}

    def save(self, path):
        """Saves, and forges the manifest of an export."""
        tf.saved_model.save(self, str(path), {"serving_default": self.serve})
        write_manifest(path)
        return path


@pytest.fixture
def exported(tmp_path):
    inputs = keras.Input((None, None, 3))
    model = keras.Model(inputs, keras.layers.Conv2D(3, 1)(inputs))
    return export_saved_model(model, tmp_path) / "1"


def test_an_export_runs_unasked(exported):
    assert why_untrusted(exported) == ""
    images = np.zeros((1, 4, 5, 3), np.uint8)
    assert load_predictor(exported)(images).class_map.shape == (1, 4, 5)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("saved_model.pb", b"other"),
        ("variables/variables.index", b""),
        ("assets/more.txt", b"x"),
    ],
)
def test_an_export_that_was_changed_is_told(exported, name, content):
    (exported / name).write_bytes(content)
    assert why_untrusted(exported) == (
        f"is not as `deeplab export` wrote it: {name}"
    )


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"files": 3}', "[" * 10**5]
)
def test_a_damaged_manifest_is_told(exported, content):
    (exported / MANIFEST).write_text(content)
    assert why_untrusted(exported) == f"has a damaged {MANIFEST}"


def test_a_forged_manifest_does_not_open_files(tmp_path):
    target = tmp_path / "written"
    forged = Served(lambda: tf.io.write_file(str(target), "x")).save(
        tmp_path / "m"
    )
    with pytest.raises(ModelFileError, match="network: WriteFile. A Saved"):
        load_predictor(forged)
    assert not target.exists()
    load_predictor(forged, trust=True)(np.zeros((1, 2, 2, 3), np.uint8))
    assert target.exists()


def in_a_branch():
    tf.cond(tf.timestamp() > 0, lambda: tf.io.read_file("x"), lambda: "")


def in_a_loop():
    tf.while_loop(
        lambda i: i < 2,
        lambda i: i + tf.strings.length(tf.io.read_file("x")),
        [0],
    )


def as_python():
    tf.numpy_function(lambda: np.float32(1), [], tf.float32)


def through_a_checkpoint():
    tf.raw_ops.SaveV2(
        prefix="x", tensor_names=["a"], shape_and_slices=[""], tensors=[1.0]
    )


def in_a_data_set():
    tf.data.TextLineDataset("x").reduce(0, lambda count, _: count + 1)


@pytest.mark.parametrize(
    ("besides", "operation"),
    [
        (in_a_branch, "ReadFile"),
        (in_a_loop, "ReadFile"),
        (as_python, "PyFunc"),
        (through_a_checkpoint, "SaveV2"),
        (lambda: tf.print("x"), "PrintV2"),
        (in_a_data_set, "TextLineDataset"),
    ],
)
def test_operations_are_found_wherever_they_hide(tmp_path, besides, operation):
    path = Served(besides).save(tmp_path / "m")
    assert operation in why_untrusted(path)


def test_a_call_of_the_saving_function_from_elsewhere_is_found(exported):
    path = exported / "saved_model.pb"
    model = SavedModel.FromString(path.read_bytes())
    (meta,) = model.meta_graphs
    saver = meta.saver_def.save_tensor_name.partition(":")[0]
    (save,) = [node for node in meta.graph_def.node if node.name == saver]
    for function in meta.graph_def.library.function:
        node = function.node_def.add()
        node.CopyFrom(save)
        node.name = "more"
    path.write_bytes(model.SerializeToString())
    write_manifest(exported)
    assert "SaveV2" in why_untrusted(exported)


def test_graphs_of_tensorflow_1_are_refused(exported):
    path = exported / "saved_model.pb"
    model = SavedModel.FromString(path.read_bytes())
    model.meta_graphs[0].ClearField("object_graph_def")
    path.write_bytes(model.SerializeToString())
    write_manifest(exported)
    assert why_untrusted(exported) == "has a saved_model.pb that cannot be read"


def test_the_manifest_names_every_file(exported):
    files = json.loads((exported / MANIFEST).read_text())["files"]
    assert {*files} == {
        path.relative_to(exported).as_posix()
        for path in exported.rglob("*")
        if path.is_file() and path.name != "deeplab_family.json"
    }
