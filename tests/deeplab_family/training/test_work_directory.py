import dataclasses
import json
import os

import pytest

from deeplab_family.training import WorkDirectory
from input_pipeline import DatasetSpec
from tests.tiny_recipe import tiny_mobile

SPEC = DatasetSpec(("road", "sky"), ((0, 0, 0), (1, 2, 3)))


def test_same_recipe_may_continue(tmp_path):
    WorkDirectory(tmp_path).claim(tiny_mobile("root"), SPEC)
    WorkDirectory(tmp_path).claim(tiny_mobile("root"), SPEC)


def test_another_recipe_is_refused_by_the_names_of_its_fields(tmp_path):
    recipe = tiny_mobile("root")
    WorkDirectory(tmp_path).claim(recipe, SPEC)
    train = dataclasses.replace(recipe.train, momentum=0.5)
    other = dataclasses.replace(recipe, train=train)
    with pytest.raises(ValueError, match="train.momentum was 0.9, now 0.5"):
        WorkDirectory(tmp_path).claim(other, SPEC)


def test_classes_are_written_with_the_recipe(tmp_path):
    folder = WorkDirectory(tmp_path)
    folder.claim(tiny_mobile("root"), SPEC)
    content = json.loads(folder.classes.read_text())
    assert content["class_names"] == ["road", "sky"]
    assert content["palette"] == [[0, 0, 0], [1, 2, 3]]


def test_failed_save_keeps_the_old_file_and_no_crumbs(tmp_path):
    class Unsavable:
        def save(self, path):
            path.write_text("half")
            raise OSError(28, "No space left on device")

    folder = WorkDirectory(tmp_path)
    folder.last.write_text("whole")
    with pytest.raises(OSError, match="No space"):
        folder.save_model(Unsavable(), folder.last)
    assert folder.last.read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["last.keras"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_write_permission_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        WorkDirectory(tmp_path)
