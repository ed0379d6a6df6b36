"""Names of measures, as flags take them: without TensorFlow or Keras."""

MEASURES = {
    "boundary": "accuracy within 7 pixels of a border, boundary IoU",
    "trimap": "mean IoU by the distance to a border",
    "calibration": "expected calibration error and reliability",
    "size": "recall by the size of objects",
    "kitti": "MaxF and average precision of the class road",
}
"""Name -> what it measures."""
