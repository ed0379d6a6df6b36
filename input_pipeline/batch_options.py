"""Options of batches: what TensorFlow may change about how they are made."""

import tensorflow as tf


def batch_options(shard: tuple[int, int] = (0, 1)) -> tf.data.Options:
    """Options that shard only what is not sharded yet, and rewrite nothing.

    `tf.distribute` copies the graph of a dataset, and thereby marks each
    branch of each condition in it as a function of tf.data. The default
    rewrites then visit every branch once for each way that leads to it: 8,896
    visits, and 14 seconds before the first batch of two replicas. What they
    do, such as mapping in parallel, our batches ask for themselves.

    Args:
        shard: `(index, count)` of several inputs. Defaults to (0, 1).
    """
    options = tf.data.Options()
    policies = tf.data.experimental.AutoShardPolicy
    options.experimental_distribute.auto_shard_policy = (
        policies.OFF if shard[1] > 1 else policies.DATA
    )
    options.experimental_optimization.apply_default_optimizations = False
    return options
