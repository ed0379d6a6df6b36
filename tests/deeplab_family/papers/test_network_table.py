from deeplab_family.models import ModelConfig
from deeplab_family.papers import networks


def test_every_network_of_the_library_is_there():
    shown = {type(row.config) for row in networks()}
    assert shown == set(ModelConfig.kinds())


def test_names_are_unique_and_scores_are_of_val_splits():
    rows = networks()
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.metric.endswith("val") for row in rows)
