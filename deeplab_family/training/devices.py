"""Devices, distribution strategy and precision of a run."""

import contextlib
import functools
import re
import signal
import threading
from collections.abc import Iterator

import keras
import tensorflow as tf

from deeplab_family.training.rendezvous import wait_for_workers
from deeplab_family.training.workers import Workers


def choose_strategy(
    devices: list[str] | None = None,
    workers: Workers | None = None,
) -> tf.distribute.Strategy:
    """Mirrors the network over all GPUs; one device needs no strategy.

    Args:
        devices: names such as "GPU:0", or None for every GPU of the machine.
        workers: processes that train in step, each with all GPUs of its
            machine. TensorFlow must not have computed anything before.

    Returns:
        A `MirroredStrategy` for two devices or more, one over all workers, or
        the default one.

    Raises:
        MissingWorkerError: if a worker does not come.
        ValueError: if both arguments are given, or the workers cannot be
            joined.
    """
    if workers is not None:
        if devices is not None:
            raise ValueError(
                "`devices` must be None with `workers`: each takes all GPUs "
                "that it sees. Set CUDA_VISIBLE_DEVICES to hide some. "
                f"Received: {devices}"
            )
        return _joined(workers)
    if devices is None:
        devices = [
            device.name for device in tf.config.list_logical_devices("GPU")
        ]
    if len(devices) < 2:
        return tf.distribute.get_strategy()
    return _mirrored(tuple(devices))


@functools.cache
def _mirrored(devices: tuple[str, ...]) -> tf.distribute.Strategy:
    # One for all runs of a process: a second strategy over the same devices
    # reuses the keys of the first one's reductions, and both fail.
    return tf.distribute.MirroredStrategy(devices)


@functools.cache
def _joined(workers: Workers) -> tf.distribute.Strategy:
    # A process joins its peers once.
    gpus = len(tf.config.list_physical_devices("GPU"))
    same = {"number of GPUs": gpus, "version of TensorFlow": tf.__version__}
    wait_for_workers(workers, same)
    resolver = tf.distribute.cluster_resolver.SimpleClusterResolver(
        tf.train.ClusterSpec({"worker": list(workers.addresses)}),
        task_type="worker",
        task_id=workers.index,
        num_accelerators={"GPU": gpus} if gpus else {},
        rpc_layer="grpc",
    )
    try:
        with _termination_kept():
            return tf.distribute.MultiWorkerMirroredStrategy(resolver)
    except (RuntimeError, ValueError) as error:
        if "ollective ops" not in str(error):
            raise
        raise ValueError(
            "Workers must be joined before TensorFlow computes anything, and "
            "once in a process; this one has computed, or joined others. Call "
            "`train(..., workers=...)` or `choose_strategy(workers=...)` first."
        ) from error


@contextlib.contextmanager
def _termination_kept() -> Iterator[None]:
    """Puts back what SIGTERM does: TensorFlow's peers only note it."""
    handler = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        is_main = threading.current_thread() is threading.main_thread()
        if is_main and handler is not None:
            signal.signal(signal.SIGTERM, handler)


def describe_devices(workers: Workers | None = None) -> str:
    """Text of the devices that `choose_strategy` finds."""
    count = len(tf.config.list_physical_devices("GPU"))
    words = "one GPU" if count == 1 else f"{count} GPUs, mirrored"
    if not count:
        words = "the CPU (TensorFlow finds no GPU)"
    if workers is None:
        return words
    return f"{words}; worker {workers.index} of {len(workers.addresses)}"


def check_batch_divides(batch_size: int, strategy: tf.distribute.Strategy):
    """Refuses a batch that replicas cannot share equally.

    Raises:
        ValueError: if the global batch cannot be shared out evenly.
    """
    replicas = strategy.num_replicas_in_sync
    if batch_size % replicas:
        raise ValueError(
            "`data.batch_size` is the global batch and must be a multiple of "
            f"the {replicas} replicas. Received: {batch_size}. Try "
            f"{(batch_size // replicas + 1) * replicas}."
        )


def prepare(seed: int, precision: str):
    """Seeds the generators and sets the dtype policy of new layers."""
    keras.utils.set_random_seed(seed)
    keras.config.set_dtype_policy(precision)


def check_precision(model: keras.Model):
    """Tries the gradient of each kind of convolution that a model has.

    A device may know a convolution in a format, but not its gradient: dilated
    ones in float16 on a CPU, for instance.

    Args:
        model: a built model.

    Raises:
        ValueError: names the format and TensorFlow's reason.
    """
    kinds = {}
    for layer in model._flatten_layers(include_self=False):
        if isinstance(layer, keras.layers.Conv2D):
            kind = (type(layer), layer.compute_dtype, *layer.dilation_rate)
            kinds.setdefault(kind, layer)
    for layer in kinds.values():
        if layer.compute_dtype != "float32":
            _try(layer)


def _try(layer):
    config = {**layer.get_config(), "filters": layer.groups}
    small = type(layer).from_config(config)
    pixels = tf.ones((1, *layer.kernel_size, layer.groups), layer.compute_dtype)
    try:
        with tf.GradientTape() as tape:
            output = small(pixels)
        tape.gradient(output, small.trainable_weights)
    except tf.errors.OpError as error:
        reason = re.sub(r"\{\{.*?\}\}|\[Op:.*", "", str(error.message)).strip()
        raise ValueError(
            f"{layer.compute_dtype} does not train here: layer {layer.path} of "
            f"this network has no gradient on this machine ({reason}). Use "
            "--train.precision mixed_bfloat16 or float32."
        ) from error
