import pytest
import tensorflow as tf

from input_pipeline import DataError
from input_pipeline.service import (
    distribute,
    start_dispatcher,
    start_worker,
)


@pytest.fixture(scope="module")
def address():
    dispatcher = start_dispatcher()
    address = dispatcher.target.removeprefix("grpc://")
    workers = [start_worker(address) for _ in range(2)]
    yield address
    del workers, dispatcher


def test_two_workers_share_the_numbers(address):
    batches = tf.data.Dataset.range(5, 2**40).batch(4)
    numbers = [
        int(number)
        for batch in distribute(batches, address).take(40)
        for number in batch
    ]
    assert len(set(numbers)) == 160 and min(numbers) >= 5
    assert max(numbers) < 5 + 160 + 100  # what waits in buffers


def test_a_dispatcher_that_is_not_there_is_named():
    with pytest.raises(DataError, match="localhost:9 .*deeplab data-service"):
        distribute(tf.data.Dataset.range(3), "localhost:9")
