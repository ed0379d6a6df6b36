from deeplab_family.papers import vortex
from deeplab_family.recipes import RECIPES, stages_of


def test_is_the_papers_protocol():
    recipe = RECIPES["voc_vortex"]()
    assert recipe.model == vortex.table_1()[-1].config
    # "the same hyper-parameters" as DeepLabv3's first stage
    theirs = RECIPES["voc_deeplabv3"]()
    assert recipe.train == theirs.train
    assert recipe.data == theirs.data


def test_all_stages_train_the_network_of_tables_2_and_3():
    stages = stages_of("full", RECIPES["voc_vortex_full"]())
    assert len(stages) == 3
    rows = vortex.tables_2_and_3()
    networks = {stage.recipe.model for stage in stages}
    assert networks == {row.config for row in rows}
