from deeplab_family.papers import vortex
from deeplab_family.recipes import RECIPES


def test_is_the_papers_protocol():
    recipe = RECIPES["voc_vortex"]()
    assert recipe.model == vortex.table_1()[-1].config
    # "the same hyper-parameters" as DeepLabv3's first stage
    theirs = RECIPES["voc_deeplabv3"]()
    assert recipe.train == theirs.train
    assert recipe.data == theirs.data
