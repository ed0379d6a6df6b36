import dataclasses

import pytest

from deeplab_family.optimizers import AdamWConfig, ConstantConfig
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.training.recipe_changes import (
    advice,
    refused_changes,
    with_new_fields,
)
from tests.tiny_recipe import tiny_mobile

RECIPE = tiny_mobile("photos")


def changed(part, **fields):
    new = dataclasses.replace(getattr(RECIPE, part), **fields)
    return tree_of(dataclasses.replace(RECIPE, **{part: new}))


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("data", {"root": "photos/"}),
        ("data", {"root": "/mnt/photos"}),
        ("data", {"check": False}),
        ("train", {"save_every": 7}),
        ("train", {"eval_every": 7}),
        ("train", {"track": "wandb"}),
    ],
)
def test_what_changes_no_number_may_change(part, fields):
    assert refused_changes(tree_of(RECIPE), changed(part, **fields)) == []


@pytest.mark.parametrize(
    ("part", "fields", "words"),
    [
        ("data", {"seed": 5}, "data.seed was 0, now 5"),
        ("train", {"seed": 5}, "train.seed was 0, now 5"),
        ("train", {"total_steps": 9}, "train.total_steps was 2, now 9"),
    ],
)
def test_what_changes_numbers_is_named(part, fields, words):
    changes = refused_changes(tree_of(RECIPE), changed(part, **fields))
    assert changes == [words]


PLACES_AND_TIMES = {
    "data": {"root", "check", "on_error", "service"},
    "train": {"eval_every", "patience", "save_every", "track"},
}
"""Fields that name a place, or say how often something is judged or written."""


@pytest.mark.parametrize("part", ["model", "data", "train"])
def test_every_other_field_makes_another_run(part):
    held = tree_of(RECIPE)
    for name in held[part]:
        wanted = tree_of(RECIPE)
        is_part = isinstance(held[part][name], dict)
        wanted[part][name] = {"type": "Another"} if is_part else "another"
        allowed = name in PLACES_AND_TIMES.get(part, ())
        assert bool(refused_changes(held, wanted)) != allowed, name


def test_a_rate_that_stays_may_go_on_longer():
    held, longer = (
        changed("train", schedule=ConstantConfig(), total_steps=steps)
        for steps in (2, 9)
    )
    assert refused_changes(held, longer) == []


def test_another_kind_of_a_part_is_named():
    wanted = changed("train", optimizer=AdamWConfig(weight_decay=4e-5))
    assert refused_changes(tree_of(RECIPE), wanted) == [
        "train.optimizer was 'SGDConfig', now 'AdamWConfig'"
    ]


def test_more_steps_start_from_these_weights():
    text = advice(["train.total_steps was 2, now 9"], "a run/last.keras")
    assert "--weights 'a run/last.keras'" in text
    assert "falls to 0" in text


def older(tree):
    """The tree as a version wrote it that had fewer fields."""
    del tree["train"]["head_learning_rate_multiplier"]
    del tree["train"]["freeze"]
    del tree["data"]["patches"]
    del tree["data"]["rotation"]
    return tree


def test_fields_that_an_older_version_lacked_have_their_defaults():
    held = with_new_fields(older(tree_of(RECIPE)), RECIPE)
    assert refused_changes(held, tree_of(RECIPE)) == []


def test_a_new_field_that_is_set_makes_another_run():
    wanted = changed("train", head_learning_rate_multiplier=10.0)
    held = with_new_fields(older(tree_of(RECIPE)), RECIPE)
    assert refused_changes(held, wanted) == [
        "train.head_learning_rate_multiplier was 1.0, now 10.0"
    ]


def test_new_fields_within_parts_are_filled_where_the_kind_is_the_same():
    tree = tree_of(RECIPE)
    del tree["train"]["optimizer"]["momentum"]
    assert with_new_fields(tree, RECIPE) == tree_of(RECIPE)
    train = dataclasses.replace(RECIPE.train, optimizer=AdamWConfig())
    other = dataclasses.replace(RECIPE, train=train)
    assert refused_changes(with_new_fields(tree, other), tree_of(other)) == [
        "train.optimizer was 'SGDConfig', now 'AdamWConfig'"
    ]
    assert "momentum" not in tree["train"]["optimizer"], "a copy is filled"
