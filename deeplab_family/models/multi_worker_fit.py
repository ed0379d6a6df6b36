"""`fit` and `evaluate` on several machines, where Keras' own fail.

Keras 3.15 raises in two places under a `MultiWorkerMirroredStrategy`: it
averages a batch over the machines to learn its shape, and it asks for axis 0 of
the scalars that a step returns.
"""

from deeplab_family.backend.multi_worker import (
    first_local_batch,
    is_multi_worker,
    with_replica_axis,
)


class MultiWorkerFit:
    """Mixin of `keras.Model`: three methods that work on any strategy.

    On one machine, and on other backends, they are Keras' own.
    """

    def train_step(self, *args, **kwargs):
        return self._over_machines(super().train_step(*args, **kwargs))

    def test_step(self, *args, **kwargs):
        return self._over_machines(super().test_step(*args, **kwargs))

    def _over_machines(self, logs):
        if is_multi_worker(getattr(self, "distribute_strategy", None)):
            return with_replica_axis(logs)
        return logs

    def _maybe_symbolic_build(self, iterator=None, data_batch=None):
        strategy = getattr(self, "distribute_strategy", None)
        if iterator is not None and is_multi_worker(strategy):
            iterator, data_batch = None, first_local_batch(strategy, iterator)
        return super()._maybe_symbolic_build(iterator, data_batch)
