"""TFLite files of a Keras model, and what makes them fast."""
