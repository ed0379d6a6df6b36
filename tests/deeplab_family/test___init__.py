"""The names of `deeplab_family` itself, in a process of their own."""

import json
import subprocess
import sys

import pytest

import deeplab_family

SCRIPT = """
import json, sys
slow = {"tensorflow", "keras"}
loaded = {}
import deeplab_family
loaded["package"] = sorted(slow & set(sys.modules))

from deeplab_family import DataConfig, DeepLabV3Config, ResNetConfig
from deeplab_family import PolyConfig, SGDConfig, Recipe, TrainConfig
loaded["configs"] = sorted(slow & set(sys.modules))

from deeplab_family.cli.train import main
try:
    main("voc_deeplabv3 --model.backbone.output-stride 8 --train.loss ohem"
         " --train.optimizer adamw --train.schedule constant --help"
         " --model.backbone mobilenet_v3".split())
except SystemExit:
    loaded["flags"] = sorted(slow & set(sys.modules))

from deeplab_family import DeepLabV3Config, ResNetConfig, DataConfig
from deeplab_family import train_batches, MaskedCrossEntropy, MeanIoU, train
from deeplab_family import evaluate, load_predictor, export_model
modules = {
    name: getattr(deeplab_family, name).__module__
    for name in deeplab_family.__all__
    if name != "RECIPES"
}
print(json.dumps([loaded, modules]))
"""


@pytest.fixture(scope="module")
def told():
    """What was imported after which step, and where each name comes from."""
    printed = subprocess.check_output([sys.executable, "-c", SCRIPT], text=True)
    return json.loads(printed.splitlines()[-1])


def test_configs_and_flags_are_there_without_keras(told):
    loaded, _ = told
    assert loaded == {"package": [], "configs": [], "flags": []}


def test_every_name_comes_from_the_room_that_makes_it(told):
    _, modules = told
    packages = {name: ".".join(m.split(".")[:2]) for name, m in modules.items()}
    assert packages["train"] == "deeplab_family.training"
    assert packages["MeanIoU"] == "deeplab_family.metrics"
    assert modules["DataConfig"].startswith("input_pipeline")
    assert modules["train_batches"].startswith("input_pipeline")
    assert modules["export_model"].startswith("export")
    assert set(modules) == set(deeplab_family.__all__) - {"RECIPES"}


def test_an_unknown_name_is_refused():
    with pytest.raises(ImportError, match="DeepLabV4Config"):
        from deeplab_family import DeepLabV4Config  # noqa: F401
