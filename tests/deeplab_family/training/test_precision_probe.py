import dataclasses

import pytest

from deeplab_family import machine, precision_choice
from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.training import precision_probe
from deeplab_family.training.precision_probe import (
    choose_precision,
    step_times,
)


@pytest.fixture
def recipe(streets):
    own = with_fields(
        RECIPES["synthetic_mobile"](),
        data={"root": str(streets), "crop_size": (33, 33)},
    )
    backbone = dataclasses.replace(own.model.backbone, alpha=0.35)
    small = with_fields(own, model={"backbone": backbone, "filters": 8})
    return small.with_num_classes(9)


@pytest.fixture
def able(monkeypatch):
    flags = {"avx512f", "avx512_bf16"}
    monkeypatch.setattr(precision_choice, "processor_flags", lambda: flags)
    monkeypatch.setattr(precision_probe, "_has_gpu", lambda: False)


@pytest.mark.parametrize(
    ("half", "chosen"),
    [(0.5, "mixed_bfloat16"), (0.9, "mixed_bfloat16"), (0.91, "float32")],
)
def test_bfloat16_must_save_a_tenth(half, chosen, recipe, able):
    # Steps of one turn are compared: the third of both was disturbed.
    times = {
        "float32": [1.0, 1.0, 9.0],
        "mixed_bfloat16": [half, half, 9.0 * half],
    }
    choice = choose_precision(recipe, lambda _: times)
    assert choice.precision == chosen
    said = f"a step takes {half * 1e3:.0f} ms in bfloat16 and 1000 ms in"
    assert choice.reason.startswith(said)


def test_a_processor_without_instructions_is_not_asked(recipe, monkeypatch):
    flags = {"avx2"}
    monkeypatch.setattr(precision_choice, "processor_flags", lambda: flags)
    monkeypatch.setattr(precision_probe, "_has_gpu", lambda: False)
    choice = choose_precision(recipe, lambda _: pytest.fail("was asked"))
    assert choice.precision == "float32"
    assert "no instructions for bfloat16" in choice.reason


def test_a_gpu_is_left_to_float16(recipe, able, monkeypatch):
    monkeypatch.setattr(precision_probe, "_has_gpu", lambda: True)
    choice = choose_precision(recipe, lambda _: pytest.fail("was asked"))
    assert choice.precision == "float32" and "float16" in choice.reason


def test_steps_that_fail_are_told_and_leave_float32(recipe, able):
    wrong = dataclasses.replace(recipe.model, num_classes=None)
    broken = dataclasses.replace(recipe, model=wrong)
    choice = choose_precision(broken)
    assert choice.precision == "float32"
    assert "the steps to try failed: " in choice.reason
    assert "num_classes" in choice.reason


def test_both_are_measured_by_true_steps(recipe):
    times = step_times(recipe)
    assert times.keys() == {"float32", "mixed_bfloat16"}
    for seconds in times.values():
        assert len(seconds) == 5 and min(seconds) > 0


@pytest.mark.parametrize("name", ["flags", "Features"])
def test_instructions_are_those_that_linux_lists(name, tmp_path, monkeypatch):
    told = tmp_path / "cpuinfo"
    told.write_text(f"model name : x\n{name}\t\t: fpu bf16 asimd\n")
    monkeypatch.setattr(machine, "CPU_INFO", told)
    assert machine.processor_flags() == {"fpu", "bf16", "asimd"}
    monkeypatch.setattr(machine, "CPU_INFO", tmp_path / "nothing")
    assert machine.processor_flags() == set()
