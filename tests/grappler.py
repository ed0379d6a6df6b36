"""Grappler, TensorFlow's optimizer of graphs: left out by the quick tests.

It rewrites each graph before its first run: constants are folded, convolutions
fused. A network in service is rewritten once and runs for hours; a test traces
a dozen graphs and runs each twice, and Grappler took a third of its time. The
slow tests, every process that a test starts, SavedModels in a session and the
tests that use `grappler` run as users do.
"""

import pytest
import tensorflow as tf

NAME = "disable_meta_optimizer"


def leave_out_grappler(config: pytest.Config):
    """Must come first: tf.data asks only once."""
    if config.option.markexpr == "not slow":
        tf.config.optimizer.set_experimental_options({NAME: True})


@pytest.fixture
def grappler():
    """Functions are rewritten as ever: what rewrites could undo, and what is
    equal bit for bit to that of another process, must ask for it."""
    before = tf.config.optimizer.get_experimental_options().get(NAME, False)
    tf.config.optimizer.set_experimental_options({NAME: False})
    yield
    tf.config.optimizer.set_experimental_options({NAME: before})
