from unittest import mock

import keras
import pytest

from deeplab_family.models.fit_arguments import choose_jit_compile


@pytest.mark.parametrize("wish", [True, False])
def test_a_wish_is_a_wish(wish):
    assert choose_jit_compile(wish) is wish


@pytest.mark.parametrize(("device", "choice"), [("gpu", "auto"), (None, False)])
def test_automatic_means_accelerators(device, choice):
    def devices(kind):
        return [f"{kind}:0"] if kind == device else []

    with mock.patch.object(keras.distribution, "list_devices", devices):
        assert choose_jit_compile("auto") == choice


def test_automatic_means_no_xla_for_replicas(two_replicas):
    def devices(kind):
        return [f"{kind}:0", f"{kind}:1"]

    with mock.patch.object(keras.distribution, "list_devices", devices):
        assert choose_jit_compile("auto") == "auto"
        with two_replicas.scope():
            assert choose_jit_compile("auto") is False
            assert choose_jit_compile(True) is True
