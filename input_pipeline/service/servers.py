"""Servers of a tf.data service: dispatcher and worker, and addresses."""

from __future__ import annotations

import re
import socket

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.errors import DataError

_ADDRESS = re.compile(r"(?:grpc://)?((?:[\w.-]+|\[[\da-fA-F:]+\]):(\d{1,5}))")


def start_dispatcher(
    port: int = 0, work_folder: str = ""
) -> tf.data.experimental.service.DispatchServer:
    """Starts the server that deals the work to the workers.

    Args:
        port: int 0..65535 to listen at; 0 takes any free one. Defaults to 0.
        work_folder: folder where it notes what it has dealt, so that one
            started anew goes on from there. Defaults to "": it notes nothing.

    Returns:
        The running server; `target` is its address.

    Raises:
        DataError: if it cannot listen there.
    """
    config = tf.data.experimental.service.DispatcherConfig(
        port=_free(port),
        work_dir=work_folder or None,
        fault_tolerant_mode=bool(work_folder),
    )
    return tf.data.experimental.service.DispatchServer(config)


def start_worker(
    dispatcher: str, port: int = 0, host: str = "localhost"
) -> tf.data.experimental.service.WorkerServer:
    """Starts a server that makes batches.

    Args:
        dispatcher: address of the dispatcher, `host:port`.
        port: int 0..65535 to listen at; 0 takes any free one. Defaults to 0.
        host: the name under which the training program reaches this machine.
            Defaults to "localhost", for one machine alone.

    Returns:
        The running server.

    Raises:
        DataError: if it cannot listen there.
    """
    address = service_address(dispatcher)
    config = tf.data.experimental.service.WorkerConfig(
        dispatcher_address=address,
        worker_address=f"{host}:{port or '%port%'}",
        port=_free(port),
    )
    return tf.data.experimental.service.WorkerServer(config)


def _free(port: int) -> int:
    if not 0 <= port < 2**16:
        raise ValueError(f"`port` must be 0 to 65535. Received: {port}")
    # TensorFlow would share a port that is in use, and get half the calls.
    with socket.socket() as probe:
        if port and probe.connect_ex(("localhost", port)) == 0:
            raise DataError(
                f"the data service cannot listen at port {port}: somebody "
                "else does. Name another port"
            )
    return port


def service_address(text: str) -> str:
    """Checks an address and returns it as `host:port`.

    Args:
        text: `host:port` or `grpc://host:port`.

    Raises:
        ValueError: if it is neither.
    """
    match = _ADDRESS.fullmatch(text)
    if not match or not 0 < int(match[2]) < 2**16:
        raise ValueError(
            "the address of the data service must be HOST:PORT, such as "
            f"'trainer-0:5050'. Received: {text!r}"
        )
    return match[1]
