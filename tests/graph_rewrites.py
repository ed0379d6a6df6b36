"""Graph rewrites of TensorFlow: left out by the quick tests.

TensorFlow rewrites each graph before its first run: constants are folded,
convolutions fused. A network in service is rewritten once and runs for hours;
a test traces a dozen and runs each twice, and a third of all its time went
into the rewrites. Nothing of ours asks for them, so the quick tests do without:
what they state is what our graphs say. The slow tests, every process that a
test starts, SavedModels in a session and the files below `graph_rewrites`
run as users do.
"""

import pytest
import tensorflow as tf

NAME = "disable_meta_optimizer"


def leave_out_rewrites(config: pytest.Config):
    """Must come first: tf.data asks only once."""
    if config.option.markexpr == "not slow":
        tf.config.optimizer.set_experimental_options({NAME: True})


@pytest.fixture(scope="module")
def graph_rewrites():
    """Functions are rewritten as ever: for what rewrites could undo."""
    before = tf.config.optimizer.get_experimental_options().get(NAME, False)
    tf.config.optimizer.set_experimental_options({NAME: False})
    yield
    tf.config.optimizer.set_experimental_options({NAME: before})
