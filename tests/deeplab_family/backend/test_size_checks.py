import importlib.util

import numpy as np
import pytest
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from deeplab_family.backend import check_static_size, require_size

UNKNOWN = tf.TensorSpec((None, None, None, 2))
RULE = "The map must have at least 3 pixels along each side. Received: 2 x 5"
ENOUGH = np.arange(18, dtype="float32").reshape(1, 3, 3, 2)
SMALL = np.ones((1, 2, 5, 2), "float32")


def halve(maps):
    maps = require_size(maps, (3, 3), "Enlarge it.")
    kernel = tf.ones((3, 3, 2, 1))
    return tf.nn.depthwise_conv2d(maps, kernel, [1, 2, 2, 1], "VALID")


def graph(**options):
    return tf.function(halve, input_signature=[UNKNOWN], **options)


SUM = ENOUGH.sum((1, 2), keepdims=True)


def test_known_sizes_are_checked_at_once():
    check_static_size((None, 3), (3, 3), "")
    with pytest.raises(ValueError, match=RULE):
        require_size(SMALL, (3, 3), "Enlarge it.")
    with pytest.raises(ValueError, match="at least 3 x 6 pixels.*None x 5"):
        check_static_size((None, 5), (3, 6), "")


def test_a_graph_checks_when_it_runs():
    run = graph()
    np.testing.assert_array_equal(run(ENOUGH), SUM)
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=f"{RULE}. Enlarge it."
    ):
        run(SMALL)


def test_xla_refuses_without_words():
    run = graph(jit_compile=True)
    np.testing.assert_array_equal(run(ENOUGH), SUM)
    with pytest.raises(tf.errors.InvalidArgumentError, match="reshape"):
        run(SMALL)


def test_gradients_pass_through():
    def gradient(maps):
        with tf.GradientTape() as tape:
            tape.watch(maps)
            total = tf.reduce_sum(halve(maps))
        return tape.gradient(total, maps)

    run = tf.function(gradient, input_signature=[UNKNOWN])
    np.testing.assert_array_equal(run(ENOUGH), np.ones_like(ENOUGH))


@pytest.mark.parametrize(
    "kernels",
    [OpResolverType.AUTO, OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES],
)
def test_tflite_refuses_without_words_and_without_other_operations(kernels):
    concrete = graph().get_concrete_function()
    convert = tf.lite.TFLiteConverter.from_concrete_functions([concrete])
    interpreter = Interpreter(
        model_content=convert.convert(),
        experimental_op_resolver_type=kernels,
    )
    np.testing.assert_array_equal(_invoke(interpreter, ENOUGH), SUM)
    with pytest.raises(RuntimeError, match="RESHAPE"):
        _invoke(interpreter, SMALL)


def _invoke(interpreter, maps):
    interpreter.resize_tensor_input(0, maps.shape)
    interpreter.allocate_tensors()
    (given,) = interpreter.get_input_details()
    (answer,) = interpreter.get_output_details()
    interpreter.set_tensor(given["index"], maps)
    interpreter.invoke()
    return interpreter.get_tensor(answer["index"])


@pytest.mark.skipif(
    importlib.util.find_spec("tf2onnx") is None,
    reason="tf2onnx is not installed; it is one of the dev extras",
)
def test_onnx_refuses_without_words():
    import onnxruntime
    import tf2onnx

    proto, _ = tf2onnx.convert.from_function(
        graph(), input_signature=[UNKNOWN], opset=18
    )
    session = onnxruntime.InferenceSession(proto.SerializeToString())
    name = session.get_inputs()[0].name
    np.testing.assert_array_equal(session.run(None, {name: ENOUGH})[0], SUM)
    with pytest.raises(Exception, match="cannot be reshaped"):
        session.run(None, {name: SMALL})
