import numpy as np
import tensorflow as tf

from deeplab_family.backend import replica_count, sum_over_replicas


def test_alone_the_sum_is_the_value():
    assert replica_count() == 1
    assert float(sum_over_replicas(tf.constant(3.0))) == 3.0


def test_two_replicas_see_the_sum_of_both(two_replicas):

    @tf.function
    def run():
        def own():
            context = tf.distribute.get_replica_context()
            index = context.replica_id_in_sync_group
            return sum_over_replicas(tf.cast(index, tf.float32) + 1.0)

        return two_replicas.experimental_local_results(two_replicas.run(own))

    np.testing.assert_array_equal([float(value) for value in run()], [3, 3])
