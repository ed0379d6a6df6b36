"""The folder of a run: what it trains, how far it is, what it found.

recipe.json     the recipe, every field, and the version that wrote it
classes.json    names and colors of the classes
last.keras      network and optimizer, to resume from
best.keras      the best evaluation so far
scores.json     its scores
history.csv     one line an evaluation
tensorboard/    the same as curves, with colored predictions
"""

import dataclasses
import json
import os
from pathlib import Path

import keras

import deeplab_family
from deeplab_family.recipes import Recipe
from deeplab_family.whole_file import write_whole
from input_pipeline import DatasetSpec


class WorkDirectory:
    """Paths and atomic writes below one folder.

    Args:
        path: the folder; made if missing.

    Raises:
        OSError: if it cannot be made or written to.
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        self.recipe = self.path / "recipe.json"
        self.classes = self.path / "classes.json"
        self.last = self.path / "last.keras"
        self.best = self.path / "best.keras"
        self.history = self.path / "history.csv"
        self.tensorboard = self.path / "tensorboard"
        self._check_writable()

    def claim(self, recipe: Recipe, spec: DatasetSpec):
        """Writes recipe and classes, or checks that the recipe is the same.

        Raises:
            ValueError: if the folder holds a run of another recipe; the
                message names the fields that differ.
        """
        tree = json.loads(json.dumps(dataclasses.asdict(recipe)))
        if not self.recipe.exists():
            record = {"version": deeplab_family.__version__, "recipe": tree}
            self.write_json(self.classes, dataclasses.asdict(spec))
            self.write_json(self.recipe, record)
            return
        held = json.loads(self.recipe.read_text(encoding="utf-8"))["recipe"]
        differences = _differences(held, tree)
        if differences:
            raise ValueError(
                f"{self.path} holds a run of another recipe: "
                f"{'; '.join(differences)}. Continue it with the same options, "
                "or choose another --workdir."
            )

    def save_model(self, model: keras.Model, path: Path):
        """Saves a model so that a killed process leaves the old file whole.

        The draft always has the same name: many kills leave one draft, not
        many, and models are large.
        """
        partial = path.with_name(f".{path.stem}.partial.keras")
        try:
            model.save(partial)
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)

    def write_json(self, path: Path, content: dict):
        """Writes JSON in one step."""
        write_whole(path, json.dumps(content, indent=2) + "\n")

    def _check_writable(self):
        probe = self.path / ".writable"
        probe.touch()
        probe.unlink()


def _differences(held, wanted, prefix="") -> list[str]:
    """`field: was ..., now ...` for each leaf that differs."""
    if isinstance(held, dict) and isinstance(wanted, dict):
        return [
            line
            for name in sorted({*held, *wanted})
            for line in _differences(
                held.get(name), wanted.get(name), f"{prefix}{name}."
            )
        ]
    if held == wanted:
        return []
    return [f"{prefix.rstrip('.')} was {held!r}, now {wanted!r}"]
