"""Finding the largest batch that fits into the memory."""

import dataclasses
import io
import json
import sys

import pytest

from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.training import batch_worker
from deeplab_family.training.batch_probe import largest_batch


def small_recipe():
    recipe = RECIPES["synthetic_mobile"]().with_num_classes(3)
    data = dataclasses.replace(recipe.data, crop_size=(64, 64))
    return dataclasses.replace(recipe, data=data)


LAST_WORDS = "import os, sys, signal; sys.stdin.read(); "


def probed(program, lines=None):
    recipe = small_recipe()
    command = [sys.executable, "-c", LAST_WORDS + program]
    say = [].append if lines is None else lines.append
    return largest_batch(recipe, 100, say, command)


def test_the_last_batch_before_the_end_is_the_largest():
    """Also where the kernel ends the process that took too much."""
    said = []
    program = (
        "print('fits 2'); print('noise'); print('fits 4', flush=True); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert probed(program, said) == 4
    assert said == ["A batch of 2 fits.", "A batch of 4 fits."]


def test_that_none_fits_is_said_with_the_reason():
    with pytest.raises(ValueError, match="smaller --crop.*OOM: no memory"):
        probed("sys.exit('OOM: no memory')")


def test_images_limit_it(small_worker):
    assert small_worker(at_most=5) == ["fits 2", "fits 4"]


def test_memory_limits_it(small_worker):
    """10 an image: 40 are four fifths of 50, and 80 are too many."""
    assert small_worker(free=50, at_most=1_000) == ["fits 2", "fits 4"]


def test_an_allocator_that_gives_up_limits_it(small_worker):
    found = small_worker(at_most=1_000, refused=16)
    assert found == ["fits 2", "fits 4", "fits 8"]


@pytest.fixture
def small_worker(monkeypatch, capsys):
    """The worker with a memory of its own."""

    def work(at_most, free=10**6, refused=10**6):
        recipe = small_recipe()
        peak = [100]

        def train(model, batch, data):
            if batch >= refused:
                raise batch_worker.tf.errors.ResourceExhaustedError(
                    None, None, "OOM"
                )
            assert data == recipe.data
            peak[0] = 100 + 10 * batch

        order = {"recipe": tree_of(recipe), "at_most": at_most}
        monkeypatch.setattr(batch_worker, "_train", train)
        monkeypatch.setattr(batch_worker, "peak_bytes", lambda: peak[0])
        monkeypatch.setattr(batch_worker, "free_memory", lambda: free)
        monkeypatch.setattr(batch_worker, "compile_model", lambda *_, **__: 0)
        monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(order)))
        batch_worker.main()
        return capsys.readouterr().out.split("\n")[:-1]

    return work


@pytest.mark.parametrize(
    ("replicas", "freeze", "first"),
    [(1, (), 2), (1, ("batch_norm",), 1), (2, (), 2), (4, (), 4)],
)
def test_the_first_batch_is_the_smallest_that_trains(replicas, freeze, first):
    recipe = small_recipe()
    train = dataclasses.replace(recipe.train, freeze=freeze)
    recipe = dataclasses.replace(recipe, train=train)
    assert batch_worker.first_batch(recipe, replicas) == first


@pytest.mark.slow
def test_the_worker_trains_in_a_process_of_its_own():
    recipe = small_recipe()
    assert largest_batch(recipe, 4, print) == 4
