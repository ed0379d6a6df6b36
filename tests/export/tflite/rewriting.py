"""Converts a small function, rewrites the file, and runs both."""

import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter


def converted(path, function, shape):
    """A float32 TFLite file of a function of one float32 tensor."""
    spec = tf.TensorSpec(shape, tf.float32)
    concrete = tf.function(function, [spec]).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete])
    path.write_bytes(converter.convert())
    return path


def halves(path, function, shape):
    """A float32 TFLite file with float16 constants."""
    spec = tf.TensorSpec(shape, tf.float32)
    concrete = tf.function(function, [spec]).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete])
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    path.write_bytes(converter.convert())
    return path


def integers(path, function, shape):
    """A full-integer TFLite file, calibrated on normal numbers."""
    spec = tf.TensorSpec(shape, tf.float32)
    concrete = tf.function(function, [spec]).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete])
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.int8
    rng = np.random.default_rng(3)
    converter.representative_dataset = lambda: (
        [rng.normal(size=shape).astype(np.float32)] for _ in range(4)
    )
    path.write_bytes(converter.convert())
    return path


def run(path, seed=0):
    """The first output for numbers drawn from a seed."""
    interpreter = Interpreter(str(path), num_threads=1)
    interpreter.allocate_tensors()
    details = interpreter.get_input_details()[0]
    numbers = np.random.default_rng(seed).normal(size=details["shape"])
    if details["dtype"] == np.int8:
        numbers = np.clip(numbers * 40, -128, 127)
    interpreter.set_tensor(details["index"], numbers.astype(details["dtype"]))
    interpreter.invoke()
    output = interpreter.get_output_details()[0]["index"]
    return interpreter.get_tensor(output).copy()
