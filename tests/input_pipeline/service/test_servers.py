import pytest

from input_pipeline import DataError
from input_pipeline.service.servers import (
    start_dispatcher,
    start_worker,
)


def test_a_dispatcher_and_a_worker_find_each_other():
    dispatcher = start_dispatcher()
    address = dispatcher.target.removeprefix("grpc://")
    worker = start_worker(address)
    assert dispatcher._num_workers() == 1
    del worker


def test_a_port_in_use_is_named():
    dispatcher = start_dispatcher()
    port = int(dispatcher.target.rsplit(":", 1)[1])
    with pytest.raises(DataError, match=f"port {port}"):
        start_dispatcher(port)


@pytest.mark.parametrize("port", [-1, 2**16])
def test_impossible_ports_are_refused(port):
    with pytest.raises(ValueError, match="`port` must be 0 to 65535"):
        start_dispatcher(port)


def test_a_dispatcher_may_note_its_work(tmp_path):
    start_dispatcher(work_folder=str(tmp_path / "notes"))
    assert (tmp_path / "notes").exists()
