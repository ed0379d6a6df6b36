import pytest

from benchmarks.sampling import DEFAULT, contestants
from input_pipeline import DataConfig, draw_synthetic


@pytest.mark.slow
def test_every_option_makes_the_same_kind_of_batch(tmp_path):
    root = tmp_path / "street"
    draw_synthetic(root, size=(60, 80), train=4, val=1)
    config = DataConfig(root=str(root), crop_size=(64, 48), batch_size=2)
    streams = contestants(config, batches=1)
    assert streams[0].name == DEFAULT and len(streams) == 5
    specs = {str(stream.make().element_spec) for stream in streams}
    assert len(specs) == 1
    assert all(len(next(iter(stream.make()))) == 2 for stream in streams)
