"""Configs and recipes are there without Keras, which takes seconds."""

import subprocess
import sys

import keras
import pytest

from deeplab_family import lazy_keras

IMPORTED = "import sys; print({'keras', 'tensorflow', 'jax'} & {*sys.modules})"


def test_is_keras():
    assert lazy_keras.Input is keras.Input


CONFIGS = (
    "from deeplab_family import models\n"
    "for config in models.ModelConfig.kinds():\n"
    "    config(num_classes=3)\n"
)
FLAGS = (
    "from deeplab_family.cli.options import parse\n"
    "from deeplab_family.recipes import RECIPES, Recipe, stages_of\n"
    "words = ['--data.batch-size', '4', '--model.num-classes', '3']\n"
    "for make in RECIPES.values():\n"
    "    last = stages_of('last', make())[-1].recipe\n"
    "    parse(Recipe, 'train', words, default=last)\n"
)
FACE = "import deeplab_family as d; d.ResNetConfig, d.DeepLabV3Config\n"


@pytest.mark.parametrize("script", [CONFIGS, FLAGS, FACE])
def test_needs_no_keras(script):
    printed = subprocess.check_output(
        [sys.executable, "-c", script + IMPORTED], text=True
    )
    assert printed.strip() == "set()"
