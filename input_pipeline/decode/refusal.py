"""Refusals inside the graph, and their reason read back in Python."""

import re

import tensorflow as tf

_SENTENCE = re.compile(r"assertion failed: \[(.*)\]\s*$", re.MULTILINE)


def refuse_unless(condition: tf.Tensor, *words: object) -> tf.Tensor:
    """A tensor that fails with InvalidArgument unless `condition` holds.

    What must not happen before the check needs a control dependency on it:
    TensorFlow orders only operations with side effects by itself.

    Args:
        condition: bool scalar.
        words: strings, string tensors and number tensors, joined into the
            message.
    """

    def refuse():  # only here, as joining words takes time
        parts = [
            word
            if isinstance(word, str) or word.dtype == tf.string
            else tf.strings.as_string(word)
            for word in words
        ]
        message = tf.strings.join(parts)
        failed = tf.raw_ops.Assert(condition=False, data=[message])
        with tf.control_dependencies([failed] if failed else []):
            return tf.constant(False)

    return tf.cond(condition, lambda: tf.constant(True), refuse)


def reason_of(error: tf.errors.OpError) -> str | None:
    """The sentence of a failed `refuse_unless`; None for other errors."""
    found = _SENTENCE.search(error.message)
    return found and found[1]
