"""Configs and recipes are there without Keras, which takes seconds."""

import subprocess
import sys

import keras

from deeplab_family import lazy_keras

IMPORTED = "import sys; print({'keras', 'tensorflow', 'jax'} & {*sys.modules})"


def test_is_keras():
    assert lazy_keras.Input is keras.Input


def test_configs_are_made_without_keras():
    script = (
        "from deeplab_family import models\n"
        "for name in models.__all__:\n"
        "    if name.endswith('Config'):\n"
        "        getattr(models, name)(num_classes=3)\n"
    )
    printed = subprocess.check_output(
        [sys.executable, "-c", script + IMPORTED], text=True
    )
    assert printed.strip() == "set()"


def test_recipes_are_made_and_their_flags_read_without_keras():
    script = (
        "from deeplab_family.cli.options import parse\n"
        "from deeplab_family.recipes import RECIPES, Recipe\n"
        "words = ['--data.batch-size', '4', '--model.num-classes', '3']\n"
        "for make in RECIPES.values():\n"
        "    parse(Recipe, 'train', words, default=make())\n"
    )
    printed = subprocess.check_output(
        [sys.executable, "-c", script + IMPORTED], text=True
    )
    assert printed.strip() == "set()"


def test_face_of_the_package_is_a_line_of_names():
    script = "import deeplab_family as d; d.ResNetConfig, d.DeepLabV3Config\n"
    printed = subprocess.check_output(
        [sys.executable, "-c", script + IMPORTED], text=True
    )
    assert printed.strip() == "set()"
