"""The reason is found in what TensorFlow and Keras really raise."""

import errno

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.console.error_reason import (
    error_line,
    explain,
)

X, Y = np.zeros((4, 8), np.float32), np.zeros((4, 1), np.float32)
# As TensorFlow 2.21 words it on a CPU, the paths cut.
HALF_ON_CPU = """Graph execution error:

Detected at node functional_1/conv2d_1/convolution defined at (most recent \
call last):
  File "keras/src/layers/layer.py", line 1002, in __call__

Detected at node functional_1/conv2d_1/convolution defined at (most recent \
call last):
  File "keras/src/layers/layer.py", line 1002, in __call__
2 root error(s) found.
  (0) UNIMPLEMENTED:  The Conv2D op on CPU does not support rates above 1.
\t [[{{node functional_1/conv2d_1/convolution}}]]
\t [[StatefulPartitionedCall/_4]]
  (1) UNIMPLEMENTED:  The Conv2D op on CPU does not support rates above 1.
\t [[{{node functional_1/conv2d_1/convolution}}]]
0 successful operations.
0 derived errors ignored. [Op:__inference_multi_step_on_iterator_123]"""


def fit(layer=None, batches=None):
    """What `fit` raises with this layer, or on these batches."""
    images = keras.Input((8,))
    hidden = images if layer is None else layer(images)
    model = keras.Model(images, keras.layers.Dense(1)(hidden))
    model.compile("sgd", "mse")
    data = (X, Y) if batches is None else (batches,)
    with pytest.raises(Exception) as raised:  # noqa: PT011
        model.fit(*data, verbose=0)
    return raised.value


class Layer(keras.layers.Layer):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def call(self, x):
        return self.function(x)

    def compute_output_shape(self, shape):
        return shape


def test_the_pipelines_sentence_is_found_below_the_graph():
    said = "fotos/stra\u00dfe.jpg cannot be used. `on_error='skip'` skips it"

    def refuse(x, y):
        with tf.control_dependencies([tf.debugging.Assert(False, [said])]):
            return tf.identity(x), y

    batches = tf.data.Dataset.from_tensors((X, Y)).map(refuse)

    assert error_line(fit(batches=batches)) == said


def test_python_called_by_the_pipeline_is_quoted_without_its_traceback():
    def refuse(x):
        raise ValueError("a.jpg is damaged")

    batches = tf.data.Dataset.from_tensors(X).map(
        lambda x: tf.ensure_shape(
            tf.py_function(refuse, [x], tf.float32), (4, 8)
        )
    )

    error = fit(batches=batches.map(lambda x: (x, x[:, :1])))

    assert error_line(error) == "a.jpg is damaged"


def test_out_of_memory_says_what_needs_less():
    huge = Layer(
        lambda x: (
            x
            + tf.reduce_sum(tf.random.uniform([tf.shape(x)[0] * 10**7, 10**7]))
        )
    )

    line = error_line(fit(huge))

    assert line.startswith(
        "out of memory: no room for float numbers [40000000,10000000] on CPU:0"
    )
    assert "--data.batch-size" in line and "--data.crop-size" in line


@pytest.mark.parametrize(
    ("error", "start"),
    [
        (MemoryError(), "out of memory. Smaller batches"),
        (
            MemoryError("Unable to allocate 3.2 GiB for an array"),
            "Unable to allocate 3.2 GiB for an array. Smaller batches",
        ),
        (
            tf.errors.ResourceExhaustedError(
                None, None, "Out of memory while trying to allocate 9 bytes."
            ),
            "Out of memory while trying to allocate 9 bytes. Smaller batches",
        ),
        (
            tf.errors.ResourceExhaustedError(None, None, "message too large"),
            "message too large",
        ),
    ],
)
def test_memory_of_numpy_xla_and_the_network(error, start):
    assert error_line(error).startswith(start)


def test_a_missing_kernel_says_where_it_runs():
    error = tf.errors.UnimplementedError(None, None, HALF_ON_CPU)

    line = error_line(error)

    assert line.startswith("The Conv2D op on CPU does not support rates above")
    assert "--train.precision float32" in line and "\n" not in line


def test_a_check_for_numbers_keeps_its_words():
    layer = Layer(lambda x: tf.debugging.check_numerics(x / 0.0, "the logits"))

    assert error_line(fit(layer)) == "the logits : Tensor had NaN values"


def test_an_assertion_in_a_layer_keeps_its_words_alone():
    def check(x):
        tf.debugging.assert_greater(x, 1.0, "sides must be multiples of 8")
        return x

    assert error_line(fit(Layer(check))) == "sides must be multiples of 8"


def test_a_layer_is_quoted_without_its_arguments_and_colors():
    def refuse(x):
        if keras.backend.is_keras_tensor(x):
            return x
        raise ValueError("`rate` must be >= 1. Received: 0")

    images = keras.Input((8,))
    layer = Layer(refuse)
    model = keras.Model(images, layer(images))
    with pytest.raises(ValueError, match="Exception encountered") as raised:
        model(X)

    assert error_line(raised.value) == "`rate` must be >= 1. Received: 0"


def test_user_code_is_quoted_without_its_traceback():
    @tf.function
    def refuse(x):
        if tf.reduce_sum(x) > 0:
            raise ValueError("`x` must be 0.\nReceived: 1")
        return x

    with pytest.raises(ValueError, match="in user code") as raised:
        refuse(tf.zeros(2))

    assert error_line(raised.value) == "`x` must be 0.\n    Received: 1"


def test_shapes_that_do_not_fit_are_told_in_one_line():
    @tf.function
    def add(x, y):
        return x + y

    with pytest.raises(ValueError, match="Dimensions must be") as traced:
        add(tf.zeros(2), tf.zeros(3))
    with pytest.raises(tf.errors.OpError) as eager:
        tf.zeros((2, 2)) @ tf.zeros((3, 3))

    assert error_line(traced.value) == (
        "Dimensions must be equal, but are 2 and 3 for add with input shapes: "
        "[2], [3]."
    )
    assert error_line(eager.value).startswith("Matrix size-incompatible: In[0]")
    assert "{{" not in error_line(eager.value)


def test_other_errors_keep_their_text():
    several = "3 files are damaged:\n  a.jpg\n  b.jpg"
    full = OSError(errno.ENOSPC, "No space left", "a/b")

    assert error_line(ValueError(several)) == several
    assert error_line(full) == "No space left: a/b"
    assert error_line(ValueError()) == "ValueError"
    assert explain("a.jpg [Op of art]") == "a.jpg [Op of art]"


def test_names_that_are_no_utf8_are_told():
    name = b"caf\xe9.jpg".decode("utf-8", "surrogateescape")
    with pytest.raises(UnicodeEncodeError) as python:
        name.encode()
    with pytest.raises(ValueError, match="unicode") as tensorflow:
        tf.constant([name])

    assert error_line(python.value).startswith(f"{name}: the name is no UTF-8")
    assert error_line(tensorflow.value).startswith("the name of a file or")
