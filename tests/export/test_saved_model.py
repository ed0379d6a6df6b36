import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import KerasPredictor, load_predictor
from export import ExportError, export_saved_model
from tests.export.tiny_network import draw_images, make_network
from tests.small_networks import NETWORKS


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    model = make_network()
    folder = export_saved_model(model, tmp_path_factory.mktemp("served"))
    return model, folder


@pytest.mark.parametrize("size", [(1, 33, 49), (3, 40, 21)])
def test_it_answers_as_the_keras_model_at_any_size(served, size):
    model, folder = served
    images = draw_images(*size)
    expected = KerasPredictor(model)(images)
    answer = load_predictor(folder)(images)
    np.testing.assert_array_equal(answer.class_map, expected.class_map)
    np.testing.assert_allclose(
        answer.probabilities, expected.probabilities, atol=1e-5
    )


def test_a_session_of_tensorflow_1_finds_the_weights(served):
    model, folder = served
    images = draw_images(2, 33, 49)
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        meta = tf.compat.v1.saved_model.load(
            session, ["serve"], str(folder / "1")
        )
        signature = meta.signature_def["serving_default"]
        answer = session.run(
            {key: info.name for key, info in signature.outputs.items()},
            {signature.inputs["images"].name: images},
        )
    expected = KerasPredictor(model)(images)
    assert answer["class_map"].dtype == np.uint8
    assert answer["probabilities"].dtype == np.float32
    np.testing.assert_array_equal(answer["class_map"], expected.class_map)


def test_the_weights_are_stored_once(served):
    model, folder = served
    variables = tf.train.list_variables(str(folder / "1/variables/variables"))
    stored = sum(
        int(np.prod(shape))
        for name, shape in variables
        if name != "_CHECKPOINTABLE_OBJECT_GRAPH"
    )
    assert stored == model.count_params()


def test_a_model_of_fixed_size_is_served_at_that_size(tmp_path):
    model = make_network(size=(16, 24))
    served = load_predictor(export_saved_model(model, tmp_path))
    assert served.input_size == (16, 24)
    images = draw_images(2, 16, 24)
    np.testing.assert_allclose(
        served(images).probabilities,
        KerasPredictor(model)(images).probabilities,
        atol=1e-5,
    )


def test_a_given_size_makes_the_form_that_converters_take(tmp_path):
    model = make_network()
    folder = export_saved_model(model, tmp_path, (33, 49))
    signature = tf.saved_model.load(str(folder / "1")).signatures[
        "serving_default"
    ]
    (spec,) = signature.structured_input_signature[1].values()
    assert (spec.shape, spec.dtype) == ((1, 33, 49, 3), tf.float32)
    assert signature.structured_outputs["class_map"].dtype == tf.int32
    images = draw_images(1, 33, 49)
    np.testing.assert_array_equal(
        load_predictor(folder)(images).class_map,
        KerasPredictor(model)(images).class_map,
    )
    # Neither TF.js nor Core ML knows strings.
    operations = {op.type for op in signature.graph.get_operations()}
    assert not operations & {"StringJoin", "AsString", "Assert"}


def test_an_earlier_model_is_left_untouched(tmp_path):
    earlier = tmp_path / "saved_model" / "1"
    earlier.mkdir(parents=True)
    with pytest.raises(ExportError, match="already exists"):
        export_saved_model(make_network(), tmp_path)
    assert list(tmp_path.rglob("*")) == [earlier.parent, earlier]


@pytest.fixture
def mixed_precision():
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    yield
    keras.config.set_dtype_policy(before)


def test_a_mixed_precision_model_is_served_in_float32(
    mixed_precision, tmp_path
):
    model = make_network()
    folder = export_saved_model(model, tmp_path)
    served = tf.saved_model.load(str(folder / "1"))
    graph = served.signatures["serving_default"].graph.as_graph_def()
    kinds = {
        node.attr["T"].type
        for function in graph.library.function
        for node in function.node_def
    }
    assert tf.float32.as_datatype_enum in kinds
    assert tf.float16.as_datatype_enum not in kinds
    assert model.layers[2].compute_dtype == "float16"


def test_names_of_the_model_travel_within(tmp_path):
    model = NETWORKS["deeplabv3"].build()
    model.class_names = ("road", "sky", "car")
    folder = export_saved_model(model, tmp_path)
    assert load_predictor(folder).class_names == model.class_names


def test_without_names_there_are_none(served):
    assert load_predictor(served[1]).class_names is None
