"""`--batch-size auto`, with a probe that has its answer ready."""

import json

import pytest

from deeplab_family.cli.short_flags import sort_words
from deeplab_family.cli.train import _opened, _read
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.training import batch_probe


@pytest.fixture
def probes(monkeypatch):
    """What the probe was asked; it always finds 8."""
    asked = []

    def probe(recipe, at_most, say):
        asked.append((recipe.model.num_classes, at_most))
        return 8

    monkeypatch.setattr(batch_probe, "largest_batch", probe)
    return asked


def read(streets, workdir, *flags):
    """The recipe with what its data decide, and the data."""
    line = ["synthetic_mobile", str(streets), "--workdir", str(workdir)]
    words = sort_words([*line, *flags])
    recipe, folder, _ = _read(words, tiny=False)
    opened = _opened(recipe, folder, words, tiny=False, workers=None)
    recipe, data, _ = opened
    return recipe, data


def test_the_batch_that_is_found_is_the_recipes(
    probes, streets, tmp_path, capsys
):
    flags = "--batch-size", "auto", "--epochs", "4"
    recipe, data = read(streets, tmp_path, *flags)
    assert probes == [(9, 6)]  # classes, images
    assert recipe.data.batch_size == data.config.batch_size == 8
    assert recipe.train.total_steps == 3  # 4 x 6 images, 8 at a time
    assert "--batch-size 8" in capsys.readouterr().err


def test_a_run_keeps_its_batch(probes, streets, tmp_path, capsys):
    recipe, _ = read(streets, tmp_path, "--batch-size", "3")
    (tmp_path / "recipe.json").write_text(json.dumps(tree_of(recipe)))
    (tmp_path / "last.keras").touch()
    again, _ = read(streets, tmp_path, "--data.batch-size", "auto")
    assert again.data.batch_size == 3
    assert probes == []
    assert "a batch of 3" in capsys.readouterr().err


def test_a_number_asks_for_no_probe(probes, streets, tmp_path):
    recipe, _ = read(streets, tmp_path, "--batch-size", "4")
    assert recipe.data.batch_size == 4
    assert probes == []
