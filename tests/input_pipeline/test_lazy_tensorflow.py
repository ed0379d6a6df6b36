"""What users configure is there without TensorFlow, which takes seconds."""

import subprocess
import sys

import pytest
import tensorflow as tf

from input_pipeline import lazy_tensorflow

IMPORTED = "import sys; print({'keras', 'tensorflow'} & {*sys.modules})"


def test_is_tensorflow():
    assert lazy_tensorflow.cast is tf.cast


@pytest.mark.parametrize(
    "script",
    [
        "from input_pipeline.data_config import DataConfig; DataConfig()",
        "from input_pipeline import DATASETS, DataError, HardClassBootstrap",
        "import typing, input_pipeline as p\n"
        "typing.get_type_hints(p.DataConfig)",
    ],
)
def test_configuring_needs_no_tensorflow(script):
    printed = subprocess.check_output(
        [sys.executable, "-c", f"{script}\n{IMPORTED}"], text=True
    )
    assert printed.strip() == "set()"
