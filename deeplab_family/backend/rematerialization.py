"""Rematerialization: a layer whose inner maps are computed once more.

The backward pass of a layer needs the maps between its operations. Here they
are forgotten after the forward pass, and computed again from the layer's input
when its gradient is asked for ("gradient checkpointing"; Chen et al.,
arXiv:1604.06174).

`keras.remat` runs the layer's updates a second time, so that moving statistics
move twice and dropout draws another mask. Here both passes are functions of
the same variables' values, and the updates of the first are the only ones.
"""

import keras


def rematerialized(layer, call, inputs, **arguments):
    """Result of `call(inputs, **arguments)`, with little kept for later.

    Args:
        layer: built Keras layer; no variables but its own are used.
        call: its forward pass, of float tensors.
        inputs: float tensor, or a list of them.
        **arguments: further arguments of `call`, the same in both passes.

    Returns:
        The outputs; their gradients are those of `call`. Variables that the
        pass assigns (moving statistics, seeds) are assigned once.

    Raises:
        NotImplementedError: on another backend than TensorFlow.
    """
    if keras.backend.backend() != "tensorflow":
        raise NotImplementedError(
            "Rematerialization needs the TensorFlow backend. Received: "
            f"{keras.backend.backend()}"
        )
    import tensorflow as tf

    learned = layer.trainable_variables
    moving = layer.non_trainable_variables
    before = [tf.convert_to_tensor(variable.value) for variable in moving]
    seen = {}

    def run(maps, weights):
        """Flat outputs, and what the pass assigned to `moving`."""
        values = zip(learned + moving, [*weights, *before], strict=True)
        with keras.StatelessScope(list(values)) as scope:
            outputs = call(tf.nest.pack_sequence_as(inputs, maps), **arguments)
        after = [scope.get_current_value(variable) for variable in moving]
        moved = [
            index
            for index, (old, new) in enumerate(zip(before, after, strict=True))
            if new is not old
        ]
        seen.update(outputs=outputs, moved=moved)
        return tf.nest.flatten(outputs), [after[index] for index in moved]

    @tf.custom_gradient
    def forward(maps, weights):
        outputs, after = run(maps, weights)

        def backward(*gradients):
            gradients = gradients[: len(outputs)]
            # Unless it waits, this pass is merged with the first one.
            with tf.control_dependencies(gradients):
                again = tf.nest.map_structure(tf.identity, (maps, weights))
            with tf.GradientTape() as tape:
                tape.watch(again)
                results, _ = run(*again)
            return tape.gradient(
                results,
                again,
                output_gradients=gradients,
                unconnected_gradients=tf.UnconnectedGradients.ZERO,
            )

        return (*outputs, *after), backward

    results = forward(
        tf.nest.flatten(inputs),
        [tf.convert_to_tensor(variable.value) for variable in learned],
    )
    count = len(tf.nest.flatten(seen["outputs"]))
    for index, value in zip(seen["moved"], results[count:], strict=True):
        moving[index].assign(value)
    return tf.nest.pack_sequence_as(seen["outputs"], results[:count])
