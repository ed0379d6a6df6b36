"""Gradient accumulation: one update from several batches, on all replicas.

Keras' own (3.15) fails under `MirroredStrategy`: it merges the replicas within
a condition that is theirs, so each could decide differently. It also averages
the weights once a batch instead of once an update, and clips the gradient of
each replica before they are summed.
"""

import keras

SCHEDULE = keras.optimizers.schedules.LearningRateSchedule


class Accumulation:
    """Sums gradients over replicas first; then clips, waits and updates.

    Two replicas take the steps of one, and a sum that is half full is the same
    on every replica, so that a checkpoint holds it whole. An update has the
    learning rate of the first of its batches: a run of N times the batches,
    N to an update, has the rates of the run with batches N times as large.

    The mean weighs all batches alike. A loss that is a mean over valid pixels
    equals that of the large batch where the batches have equally many; else a
    pixel counts for more in the batch that has fewer.
    """

    def _get_current_learning_rate(self):
        steps = self.gradient_accumulation_steps
        if steps and isinstance(self._learning_rate, SCHEDULE):
            return self._learning_rate(self.iterations * steps)
        return super()._get_current_learning_rate()

    def _backend_apply_gradients(self, grads, trainable_variables):
        clips = self.global_clipnorm or self.clipnorm or self.clipvalue
        waits = self.gradient_accumulation_steps
        if keras.backend.backend() != "tensorflow" or not (clips or waits):
            super()._backend_apply_gradients(grads, trainable_variables)
            return
        pairs = zip(grads, trainable_variables, strict=True)
        grads = [grad for grad, _ in self._all_reduce_sum_gradients(pairs)]
        if waits:
            self._accumulate(grads, trainable_variables)
        else:
            self._update(grads, trainable_variables)

    def _update(self, grads, variables):
        """One step by gradients that are summed over the replicas."""
        grads = self._clip_gradients(grads)
        self._apply_weight_decay(variables)
        values = [
            variable.value if isinstance(variable, keras.Variable) else variable
            for variable in variables
        ]
        _distribution().interim.maybe_merge_call(
            self._distributed_tf_update_step,
            self._distribution_strategy,
            list(zip(grads, values, strict=True)),
            self.learning_rate,
        )
        self._update_model_variables_moving_average(self._trainable_variables)

    def _accumulate(self, grads, variables):
        sums = [
            self._accumulated_gradients[self._get_variable_index(variable)]
            for variable in variables
        ]

        def update():
            steps = self.gradient_accumulation_steps
            self._update([total / steps for total in sums], variables)
            for total in sums:
                total.assign(keras.ops.zeros_like(total))

        if _distribution().strategy_supports_no_merge_call():
            self._add(self._distribution_strategy, grads, sums)
            self._when_full(update)
            return

        def merged(distribution, grads):
            # The condition belongs to all replicas together: each may merge
            # with the others only in a branch that all of them take.
            self._add(distribution, grads, sums)
            each = distribution.extended.call_for_each_replica
            self._when_full(lambda: each(update))

        import tensorflow as tf

        tf.distribute.get_replica_context().merge_call(merged, args=(grads,))

    def _add(self, distribution, grads, sums):
        for total, grad in zip(sums, grads, strict=True):
            distribution.extended.update(
                total.value,
                lambda old, new: old.assign_add(new),
                args=(grad,),
                group=False,
            )

    def _when_full(self, update):
        batch = self._iterations + 1
        is_full = batch % self.gradient_accumulation_steps == 0
        keras.ops.cond(is_full, update, lambda: None)


def _distribution():
    """TensorFlow's helpers for optimizers, imported where they are needed."""
    import tensorflow as tf

    return tf.__internal__.distribute
