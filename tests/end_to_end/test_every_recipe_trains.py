import csv
import math

import pytest

from deeplab_family.recipes import RECIPES
from deeplab_family.training import train
from tests.tiny_recipe import tiny


@pytest.mark.parametrize("name", RECIPES)
def test_two_steps_of(name, streets, tmp_path):
    train(tiny(RECIPES[name](), streets), tmp_path)
    (row,) = csv.DictReader((tmp_path / "history.csv").open())
    assert math.isfinite(float(row["loss"]))
    assert (tmp_path / "best.keras").exists()
