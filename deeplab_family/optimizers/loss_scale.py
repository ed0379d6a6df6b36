"""Loss scaling, whose gradients must be finite on every replica."""

import keras


@keras.saving.register_keras_serializable(package="deeplab_family")
class LossScaleOptimizer(keras.optimizers.LossScaleOptimizer):
    """`keras.optimizers.LossScaleOptimizer` that asks all replicas.

    Keras (3.15) asks the first one alone, as if gradients were summed by then:
    an overflow on another reaches the weights of all.
    """

    def check_finite(self, grads):
        is_finite = super().check_finite(grads)
        if keras.backend.backend() != "tensorflow":
            return is_finite
        import tensorflow as tf

        replica = tf.distribute.get_replica_context()
        if replica is None:
            return is_finite
        overflows = 1.0 - tf.cast(is_finite, "float32")
        total = replica.all_reduce(tf.distribute.ReduceOp.SUM, overflows)
        return tf.equal(total, 0.0)
