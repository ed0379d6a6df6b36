import pytest

from input_pipeline import draw_synthetic
from input_pipeline.datasets import SyntheticDataset, synthetic
from tests.contracts.dataset import DatasetContract


@pytest.fixture(autouse=True)
def few_pictures(monkeypatch):
    def draw_few(root):
        draw_synthetic(root, train=3, val=1, size=(48, 64))

    monkeypatch.setattr(synthetic, "draw_synthetic", draw_few)


class TestSynthetic(DatasetContract):
    num_classes = 9

    @pytest.fixture
    def dataset(self, tmp_path):
        return SyntheticDataset(tmp_path / "streets")


def test_draws_only_when_nothing_is_there(tmp_path):
    SyntheticDataset(tmp_path)  # exists, but is empty
    drawn = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.*")}
    assert len(drawn) == 4 * 2 + 1
    SyntheticDataset(tmp_path)
    assert drawn == {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.*")}
