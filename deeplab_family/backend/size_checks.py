"""Size checks of feature maps, when building and while running.

Where a kernel is larger than its map, TensorFlow's CPU convolutions return
made-up values in a graph, so that a check of static sizes is not enough.
"""

import keras


def check_static_size(size, smallest, advice: str, what: str = "map"):
    """Refuses a height or width that is known to be too small.

    Args:
        size: height and width, each an int or None.
        smallest: pair of ints >= 1, fewest rows and columns.
        advice: what to do about it, a sentence.
        what: what to call the map in the message. Defaults to "map".

    Raises:
        ValueError: if a side is too short.
    """
    if any(
        side is not None and side < least
        for side, least in zip(size, smallest, strict=True)
    ):
        raise ValueError(
            f"{_rule(smallest, what)} Received: {size[0]} x {size[1]}. {advice}"
        )


def require_size(maps, smallest, advice: str, what: str = "map"):
    """The maps, once they are known to be large enough.

    Sizes that are known are checked at once. In a TensorFlow graph of unknown
    sizes two operations check them when it runs: an assertion, which tells
    the reason, and, since XLA, TFLite and ONNX leave assertions out, a reshape
    to the same size that is impossible where a side is too short.

    Args:
        maps: tensor `(batch, height, width, channels)`.
        smallest, advice, what: as in `check_static_size`.

    Returns:
        The maps.

    Raises:
        ValueError: if a side is known to be too short. When the graph runs,
            `tf.errors.InvalidArgumentError`, in the same words.
    """
    size = tuple(maps.shape[1:3])
    check_static_size(size, smallest, advice, what)
    unknown = None in size and max(smallest) > 1
    if not unknown or keras.backend.backend() != "tensorflow":
        return maps
    return _checked_when_run(maps, smallest, advice, what)


def _checked_when_run(maps, smallest, advice, what):
    import tensorflow as tf

    shape = tf.shape(maps)
    size = shape[1:3]
    height, width = (tf.strings.as_string(size[axis]) for axis in (0, 1))
    words = (_rule(smallest, what), " Received: ", height, " x ", width, ". ")
    message = tf.strings.join([*words, advice])
    large_enough = tf.reduce_all(size >= smallest)
    check = tf.debugging.Assert(large_enough, [message])
    with tf.control_dependencies([check]):
        possible = tf.concat(
            [shape[:1], tf.maximum(size, smallest), shape[3:]], axis=0
        )
        return tf.ensure_shape(tf.reshape(maps, possible), maps.shape)


def _rule(smallest, what) -> str:
    rows, columns = smallest
    if rows == columns:
        return f"The {what} must have at least {rows} pixels along each side."
    return f"The {what} must have at least {rows} x {columns} pixels."


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
