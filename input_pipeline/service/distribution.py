"""Distribution of the input pipeline over workers of a data service."""

import socket

import tensorflow as tf

from input_pipeline.errors import DataError
from input_pipeline.service.servers import service_address

_PATIENCE = 5  # seconds until a silent dispatcher counts as absent


def distribute(batches: tf.data.Dataset, service: str) -> tf.data.Dataset:
    """Moves the work of a dataset to the workers of a data service.

    The dispatcher deals the numbers of the samples to the workers, so each
    is used once, wherever it is made. Batches arrive as they are ready.

    Args:
        batches: a dataset that starts with `tf.data.Dataset.range` and calls
            nothing of Python.
        service: address of the dispatcher, `host:port`.

    Returns:
        A dataset of the same elements in another order.

    Raises:
        DataError: if nobody answers at the address.
    """
    address = service_address(service)
    _refuse_silence(address)
    kit = tf.data.experimental.service
    distribute = kit.distribute(
        kit.ShardingPolicy.DYNAMIC, service=f"grpc://{address}"
    )
    return batches.apply(distribute)


def _refuse_silence(address: str) -> None:
    # TensorFlow itself would wait for the dispatcher, without a word.
    host, port = address.rsplit(":", 1)
    try:
        socket.create_connection((host.strip("[]"), port), _PATIENCE).close()
    except OSError as error:
        raise DataError(
            f"no data service answers at {address} "
            f"({error.strerror or error}). Start one there with "
            f"`deeplab data-service dispatcher --port {port}`, and workers "
            f"with `deeplab data-service worker --dispatcher {address}`"
        ) from error
