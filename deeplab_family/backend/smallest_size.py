"""A refusal of maps that are too small, whenever their size becomes known.

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
