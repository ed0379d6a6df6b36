from deeplab_family.models import ModelConfig
from deeplab_family.papers import PAPERS, networks


def test_every_network_of_a_paper_is_there():
    shown = {type(row.config) for row in networks()}
    of_papers = {
        type(row.config) for paper in PAPERS.values() for row in paper().rows
    }
    assert of_papers <= shown <= set(ModelConfig.kinds())


def test_names_are_unique_and_scores_are_of_val_splits():
    rows = networks()
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.metric.endswith("val") for row in rows)
