"""ONNX files of a Keras model."""
