from deeplab_family.detection import FasterRCNNConfig
from deeplab_family.models import ModelConfig
from deeplab_family.papers import PAPERS, networks


def test_every_network_of_a_paper_is_there():
    shown = {type(row.config) for row in networks()}
    of_papers = {
        type(row.config) for paper in PAPERS.values() for row in paper().rows
    }
    known = {*ModelConfig.kinds(), *FasterRCNNConfig.kinds()}
    assert of_papers <= shown <= known


def test_names_are_unique_and_scores_are_of_val_splits():
    rows = networks()
    assert len({row.name for row in rows}) == len(rows)
    of_pixels = [row for row in rows if not hasattr(row.config, "has_masks")]
    assert all(row.metric.endswith("val") for row in of_pixels)
