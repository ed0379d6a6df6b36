"""Python on the pages runs as it stands, or says that it is a fragment."""

import ast
import dataclasses
import importlib
import json
import shutil

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline import draw_synthetic, open_dataset
from tests.docs.markdown_pages import PAGES, ROOT, blocks_of, name_of
from tests.small_networks import NETWORKS

SNIPPETS = {
    page: [block for block in blocks_of(page) if block.language == "python"]
    for page in PAGES
}
BLOCKS = [block for found in SNIPPETS.values() for block in found]
RUNNABLE = {
    page: [block for block in found if not block.fragment]
    for page, found in SNIPPETS.items()
    if not all(block.fragment for block in found)
}
OURS = ("deeplab_family", "input_pipeline", "export")
TOPICS = [p for p in RUNNABLE if p.is_relative_to(ROOT / "docs")]


class OneStep(keras.Model):
    """A model whose `fit` ends after one step, whatever is asked."""

    def fit(self, *batches, **settings):
        settings |= {"steps_per_epoch": 1, "epochs": 1, "verbose": 0}
        return super().fit(*batches, **settings)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with what the pages name: data, a photograph and a run."""
    home = tmp_path_factory.mktemp("snippets")
    draw_synthetic(home / "photos", train=4, val=2, size=(48, 64))
    photograph = next((home / "photos/images/val").iterdir())
    shutil.copy(photograph, home / "photo.jpg")
    run = home / "runs/photos"
    run.mkdir(parents=True)
    (run / "recipe.json").write_text(
        json.dumps({"version": "0", "recipe": {"data": {"root": "photos"}}})
    )
    spec = open_dataset("folder", home / "photos").spec
    model = dataclasses.replace(NETWORKS["vortex"], num_classes=9).build()
    model.class_names = spec.class_names
    model.save(run / "best.keras")
    return home


def names_at_hand(home):
    """Names that a page uses without making them."""
    with Image.open(home / "photo.jpg") as photograph:
        pixels = np.asarray(photograph)
    label = np.zeros(pixels.shape[:2], np.uint8)
    inputs = keras.Input((None, None, 3))
    logits = keras.layers.Conv2D(9, 3, padding="same")(inputs)
    return {
        "images": pixels[None],
        "model": OneStep(inputs, logits),
        "loss": "sparse_categorical_crossentropy",
        "pairs": [(label, label)],
        "answers": [(label, np.full((*label.shape, 9), 1 / 9, np.float32))],
    }


@pytest.fixture
def eagerly():
    """Networks are not traced, which would take half a minute."""
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


@pytest.mark.usefixtures("eagerly")
@pytest.mark.parametrize("page", RUNNABLE, ids=name_of)
def test_the_blocks_of_a_page_run_one_after_the_other(page, home, monkeypatch):
    monkeypatch.chdir(home)
    names = names_at_hand(home)
    for block in RUNNABLE[page]:
        code = "\n" * (block.line - 1) + block.text
        exec(compile(code, name_of(page), "exec"), names)  # noqa: S102


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.place)
def test_what_a_block_imports_of_ours_is_there(block):
    for node in ast.walk(ast.parse(block.text)):
        if isinstance(node, ast.ImportFrom) and _is_ours(node.module):
            module = importlib.import_module(node.module)
            for name in node.names:
                getattr(module, name.name)


def test_some_blocks_run():
    assert len(TOPICS) >= 5


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in OURS
