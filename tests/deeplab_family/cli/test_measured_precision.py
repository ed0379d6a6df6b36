"""`--train.precision auto`, with a probe that has its answer ready."""

import json

import pytest

from deeplab_family.cli.short_flags import sort_words
from deeplab_family.cli.train import _opened, _read
from deeplab_family.precision_choice import PrecisionChoice
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.training import precision_probe


@pytest.fixture
def probes(monkeypatch):
    """What the probe was asked; it always finds bfloat16."""
    asked = []

    def probe(recipe):
        asked.append(recipe.model.num_classes)
        return PrecisionChoice("mixed_bfloat16", "half the time")

    monkeypatch.setattr(precision_probe, "choose_precision", probe)
    return asked


def read(streets, workdir, *flags):
    line = ["synthetic_mobile", str(streets), "--workdir", str(workdir)]
    words = sort_words([*line, *flags])
    recipe, folder, _ = _read(words, tiny=False)
    return _opened(recipe, folder, words, tiny=False, workers=None)[0]


def test_what_is_quicker_is_the_recipes(probes, streets, tmp_path, capsys):
    recipe = read(streets, tmp_path, "--train.precision", "auto")
    assert probes == [9]
    assert recipe.train.precision == "mixed_bfloat16"
    told = "--train.precision mixed_bfloat16: half the time"
    assert told in capsys.readouterr().err


def test_a_run_keeps_its_precision(probes, streets, tmp_path, capsys):
    """Or it would not go on bit for bit."""
    recipe = read(streets, tmp_path)
    (tmp_path / "recipe.json").write_text(json.dumps(tree_of(recipe)))
    (tmp_path / "last.keras").touch()
    again = read(streets, tmp_path, "--train.precision=auto")
    assert again.train.precision == "float32" and probes == []
    assert "trains in float32" in capsys.readouterr().err


def test_a_named_precision_asks_for_no_probe(probes, streets, tmp_path):
    recipe = read(streets, tmp_path, "--train.precision", "mixed_bfloat16")
    assert recipe.train.precision == "mixed_bfloat16" and probes == []
