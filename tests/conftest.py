"""Two logical CPUs for every test, so that strategies have replicas."""

import gc

import tensorflow as tf

from tests.convert_here import in_process  # noqa: F401  a fixture for all
from tests.grappler import grappler, leave_out_grappler  # noqa: F401
from tests.longest_first import place_of
from tests.tiny_recipe import streets  # noqa: F401  another
from tests.two_replicas import two_replicas  # noqa: F401  another


def pytest_configure(config):
    leave_out_grappler(config)
    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(
        cpu, [tf.config.LogicalDeviceConfiguration()] * 2
    )


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: place_of(item.nodeid))


def pytest_collection_finish():
    """TensorFlow, Keras and all tests stay: no use to look at them again."""
    gc.collect()
    gc.freeze()
