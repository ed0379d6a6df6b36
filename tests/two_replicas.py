"""The one strategy of two replicas that all tests share."""

import pytest

from deeplab_family.training import choose_strategy


@pytest.fixture(scope="session")
def two_replicas():
    """Mirrors over two logical CPUs; a process can hold only one such."""
    return choose_strategy(["CPU:0", "CPU:1"])
