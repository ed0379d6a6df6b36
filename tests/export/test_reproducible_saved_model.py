import numpy as np
import pytest
import tensorflow as tf
from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

from deeplab_family.inference import load_predictor
from export import ServingSettings
from export.reproducible_saved_model import (
    GRAPH,
    number_functions,
)
from export.serving.bundle import write_serving_bundle
from tests.export.tiny_network import draw_images, make_network


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """The same model, written at two counts of TensorFlow's own."""
    model, folders = make_network(), []
    for place in range(2):
        stage = tmp_path_factory.mktemp(f"written_{place}")
        folders.append(write_serving_bundle(model, stage, ServingSettings()))
    return folders


def test_a_model_is_written_with_the_same_bytes_again(twice):
    first, second = (
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for folder in twice
    )
    assert first == second


def test_functions_are_numbered_from_zero(twice):
    saved = SavedModel.FromString((twice[0] / GRAPH).read_bytes())
    functions = saved.meta_graphs[0].graph_def.library.function
    names = [function.signature.name for function in functions]
    numbers = sorted(int(name.rpartition("_")[2]) for name in names)
    assert numbers == list(range(len(names)))
    assert names == sorted(names)


def test_the_fingersignedis_of_what_is_there(twice):
    before = tf.saved_model.experimental.read_fingerprint(str(twice[0]))
    number_functions(twice[0])
    after = tf.saved_model.experimental.read_fingerprint(str(twice[0]))
    assert after.saved_model_checksum == before.saved_model_checksum
    assert after.saved_model_checksum != 0


def test_each_signature_still_answers(twice):
    images = draw_images(2, 33, 49)
    predictor = load_predictor(twice[1])
    loaded = tf.saved_model.load(str(twice[1]))
    default = loaded.signatures["serving_default"](images=tf.constant(images))
    expected = predictor(images).class_map
    np.testing.assert_array_equal(default["class_map"], expected)
    assert default["class_map"].numpy().std() > 0
