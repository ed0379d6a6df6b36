import numpy as np
import pytest
from PIL import Image

from deeplab_family.photographs import MediaFile
from deeplab_family.predicting import photograph_batches


@pytest.fixture
def files(tmp_path):
    """Six photographs of two sizes, and one that cannot be read."""
    sizes = [(4, 3), (4, 3), (4, 3), (3, 4), None, (3, 4), (4, 3)]
    made = []
    for number, size in enumerate(sizes):
        path = tmp_path / f"{number}.png"
        if size is None:
            path.write_bytes(b"no picture")
        else:
            Image.new("RGB", size, (number, 0, 0)).save(path)
        made.append(MediaFile(path, str(number)))
    return made


@pytest.mark.parametrize(
    ("batch_size", "expected"),
    [
        (1, ["0", "1", "2", "3", "5", "6"]),
        (2, ["01", "2", "35", "6"]),
        (9, ["012", "35", "6"]),
    ],
)
def test_neighbors_of_one_size_come_together(files, batch_size, expected):
    refused = []
    batches = list(
        photograph_batches(
            files, batch_size, lambda *both: refused.append(both)
        )
    )
    names = ["".join(p.file.name for p in batch) for batch in batches]
    assert names == expected
    for batch in batches:
        assert len({photograph.image.shape for photograph in batch}) == 1
        for photograph in batch:
            red = int(photograph.file.name)
            np.testing.assert_array_equal(photograph.image[0, 0], (red, 0, 0))
    ((file, error),) = refused
    assert file.name == "4" and "4.png: it is no readable" in str(error)


def test_a_file_that_is_gone_is_refused_like_one_that_is_broken(files):
    files[0].path.unlink()
    refused = []
    batches = photograph_batches(files, 9, lambda file, _: refused.append(file))
    assert len(list(batches)) == 3
    assert [file.name for file in refused] == ["0", "4"]
