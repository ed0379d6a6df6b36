from deeplab_family.papers import deeplabv3
from deeplab_family.recipes import RECIPES, stages_of


def stages(name):
    return {s.name: s.recipe for s in stages_of(name, RECIPES[name]())}


def test_the_networks_are_those_of_the_tables():
    full = stages("voc_deeplabv3_full")
    assert full["coco"].model == full["train_aug"].model
    assert full["train_aug"].model == deeplabv3.table_5()[-1].config
    assert full["trainval"].model == deeplabv3.table_7()[0].config
    fine = RECIPES["cityscapes_deeplabv3"]()
    assert fine.model == deeplabv3.table_12()[0].config


def test_the_stages_change_what_the_paper_changes_and_no_more():
    """All else of train_aug is that of the run without COCO."""
    alone = RECIPES["voc_deeplabv3"]()
    aug = stages("voc_deeplabv3_full")["train_aug"]
    assert aug.model == alone.model and aug.data == alone.data
    assert aug.train.optimizer == alone.train.optimizer
    assert aug.train.total_steps == alone.train.total_steps
