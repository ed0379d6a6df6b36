"""Errors about values, wherever the backend lets a program see them."""

import keras


def check_at_run_time(tensor, holds, message: str, culprit):
    """Passes `tensor` on, unless `holds` is seen to be false.

    Called eagerly it raises ValueError. Within a TensorFlow graph the step
    ends in an InvalidArgumentError with the same sentence. A program compiled
    by XLA, which is all that JAX has, cannot raise: there nothing happens, and
    the caller has to make its result NaN.

    Args:
        tensor: what comes after the check.
        holds: bool scalar tensor.
        message: str, one sentence on what is allowed; `culprit` follows.
        culprit: scalar tensor, what came instead.

    Returns:
        `tensor`.
    """
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        if not tf.executing_eagerly():
            failed = tf.debugging.Assert(
                holds, [f"{message} Received:", culprit]
            )
            with tf.control_dependencies([failed]):
                return tf.identity(tensor)
    if not _is_traced(holds) and not bool(holds):
        raise ValueError(f"{message} Received: {_plain(culprit)}")
    return tensor


def _is_traced(value) -> bool:
    """Whether the value becomes known only when JAX has compiled."""
    if keras.backend.backend() != "jax":
        return False
    import jax

    return isinstance(value, jax.core.Tracer)


def _plain(culprit):
    return keras.ops.convert_to_numpy(culprit).tolist()
