import dataclasses

import pytest

from deeplab_family.papers import duc_hdc
from deeplab_family.recipes import RECIPES, stages_of


def last(name):
    return stages_of(name, RECIPES[name]())[-1].recipe


def upsampled(name):
    """The network that is judged: its scores have the image's size."""
    return dataclasses.replace(last(name).model, upsample_logits=True)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("cityscapes_duc_12_fold", duc_hdc.table_1()[-1]),
        ("cityscapes_duc", duc_hdc.section_4_1()[0]),
        ("cityscapes_duc_hdc", duc_hdc.table_2()[-1]),
        ("cityscapes_duc_hdc_coarse", duc_hdc.table_3()[2]),
        ("cityscapes_duc_hdc_resnet152", duc_hdc.table_3()[4]),
        ("cityscapes_duc_hdc_resnet152_coarse", duc_hdc.table_3()[5]),
        ("kitti_duc", duc_hdc.table_5()[-1]),
        ("voc_duc", duc_hdc.table_6()[0]),
    ],
)
def test_the_network_and_the_crop_are_those_of_a_row(name, row):
    assert upsampled(name) == row.config
    assert last(name).data.crop_size == (row.crop_size, row.crop_size)
    assert f"{row.paper_value:g}" in RECIPES[name].__doc__


def test_epochs_visit_all_patches():
    """20 epochs of twelve, of seven and of every 100 pixels' patches."""
    for name, pictures, size in (
        ("cityscapes_duc_12_fold", 2975, (1024, 2048)),
        ("cityscapes_duc", 2975, (1024, 2048)),
        ("kitti_duc", 289, (375, 1242)),
    ):
        recipe = last(name)
        visits = 20 * pictures * len(recipe.data.patches.regions(*size))
        assert recipe.train.total_steps == visits // recipe.data.batch_size


def test_a_folder_trains_the_best_network_in_one_stage():
    folder, streets = (last(f"{n}_duc_hdc") for n in ("folder", "cityscapes"))
    assert folder.with_num_classes(19).model == streets.model
    assert folder.data.patches == streets.data.patches
    assert folder.train.total_steps == streets.train.total_steps
