import dataclasses
import socket
import threading

import pytest

from deeplab_family.training import rendezvous
from deeplab_family.training.rendezvous import (
    MissingWorkerError,
    wait_for_workers,
)
from deeplab_family.training.workers import Workers


@pytest.fixture
def addresses():
    return tuple(f"127.0.0.1:{port}" for port in free_ports(3))


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [server.getsockname()[1] for server in held]
    for server in held:
        server.close()
    return ports


def meet(parties, patience=20):
    """Each party in a thread: what it raised, or None."""
    results = {}

    def one(number, workers, same):
        try:
            wait_for_workers(
                dataclasses.replace(workers, patience=patience),
                same,
                lambda line: None,
            )
            results[number] = None
        except Exception as error:
            results[number] = error

    threads = [
        threading.Thread(target=one, args=(number, *party))
        for number, party in enumerate(parties)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[number] for number in range(len(parties))]


def test_three_workers_meet_and_free_their_ports(addresses):
    everyone = [(Workers(addresses, n), {"GPUs": 1}) for n in range(3)]
    assert meet(everyone) == [None] * 3
    for address in addresses:
        port = int(address.rpartition(":")[2])
        socket.create_server(("127.0.0.1", port)).close()


def test_who_does_not_come_is_named(addresses):
    two = [(Workers(addresses, n), {}) for n in (0, 2)]
    for error in meet(two, patience=1):
        assert isinstance(error, MissingWorkerError)
        assert f"worker 1 ({addresses[1]}) cannot be reached" in str(error)
        assert addresses[0] not in str(error)


def test_a_port_that_does_not_greet_is_nobody(addresses, monkeypatch):
    """As TensorFlow's server of a run that was interrupted just now."""
    monkeypatch.setattr(rendezvous, "ANSWER", 0.5)
    port = int(addresses[1].rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)):
        (error,) = meet([(Workers(addresses[:2], 0), {})], patience=1)
    assert isinstance(error, MissingWorkerError)


def test_other_lists_are_refused(addresses):
    swapped = (addresses[1], addresses[0])
    one, other = meet(
        [(Workers(addresses[:2], 0), {}), (Workers(swapped, 0), {})]
    )
    assert "same list in the same order" in str(one or other)


def test_one_index_for_two_machines_is_refused(addresses):
    """On two machines nobody's port is taken, so the greeting must tell."""
    first = rendezvous._Greeted(Workers(addresses, 1), {})
    second = rendezvous._Greeted(Workers(addresses, 1), {})
    first.meet(second.line)
    assert "Two processes were started with --index 1" in first.problem
    assert not first


def test_other_numbers_of_gpus_are_refused(addresses):
    errors = meet(
        [(Workers(addresses[:2], n), {"number of GPUs": n}) for n in (0, 1)], 2
    )
    assert any(
        isinstance(error, ValueError)
        and "same number of GPUs" in str(error)
        and addresses[1] in str(error)
        for error in errors
    )


def test_a_taken_port_is_named(addresses, monkeypatch):
    monkeypatch.setattr(rendezvous, "LEAVING", 0.5)
    port = int(addresses[0].rpartition(":")[2])
    with (
        socket.create_server(("", port)),
        pytest.raises(ValueError, match=f"Port {port} of worker 0"),
    ):
        wait_for_workers(Workers(addresses, 0))


def test_waiting_is_told(addresses, monkeypatch):
    monkeypatch.setattr(rendezvous, "QUIET", 0.3)
    lines = []
    with pytest.raises(MissingWorkerError):
        wait_for_workers(Workers(addresses, 1, 1.0), say=lines.append)
    assert lines[0].startswith(f"Waiting for worker 0 ({addresses[0]}), ")
