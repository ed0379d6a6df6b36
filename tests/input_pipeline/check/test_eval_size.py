import pytest

from input_pipeline import DataError, open_dataset
from input_pipeline.check.all_samples import refuse_larger
from tests.input_pipeline.draw_files import write_folder


def test_names_the_image_and_the_size_needed(tmp_path):
    write_folder(tmp_path, count=3, sizes=[(20, 30), (40, 10)])
    samples = open_dataset("folder", tmp_path).samples("train")
    refuse_larger(samples, (40, 30))
    with pytest.raises(DataError, match=r"001.jpg .* at least \(40, 30\)"):
        refuse_larger(samples, (39, 30))
