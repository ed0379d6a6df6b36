import pytest
from PIL import Image

from deeplab_family.cli.data_sizes import common_size
from deeplab_family.run_folder import DataChoice
from input_pipeline import DataError, write_records
from tests.input_pipeline.draw_files import write_folder


def test_the_commonest_size_of_the_training_images(tmp_path):
    sizes = ((36, 48), (24, 48), (24, 48))
    root = write_folder(tmp_path / "photos", count=6, sizes=sizes)
    write_folder(tmp_path / "photos", "val", count=9)
    data = DataChoice(root=str(root))
    assert common_size(data) == ((24, 48), "of 4 of 6 training images")
    write_records("folder", root, tmp_path / "packed", shards=2)
    packed = DataChoice(root=str(tmp_path / "packed"))
    assert common_size(packed)[0] == (24, 48)


@pytest.mark.parametrize(
    ("size", "expected"),
    [((3000, 4000), (768, 1024)), ((1024, 700), (1024, 700))],
)
def test_large_photographs_keep_their_proportion_only(size, expected, tmp_path):
    for part in ("images/train", "labels/train"):
        (tmp_path / part).mkdir(parents=True)
    Image.new("RGB", size[::-1]).save(tmp_path / "images/train/a.jpg")
    Image.new("L", size[::-1]).save(tmp_path / "labels/train/a.png")
    found, reason = common_size(DataChoice(root=str(tmp_path)))
    assert found == expected
    assert ("in the proportion" in reason) == (found != size)


def test_images_that_cannot_be_read_are_said(tmp_path):
    for part, ending in (("images", "jpg"), ("labels", "png")):
        (tmp_path / part / "train").mkdir(parents=True)
        (tmp_path / part / "train" / f"a.{ending}").write_bytes(b"")
    with pytest.raises(DataError, match="deeplab doctor"):
        common_size(DataChoice(root=str(tmp_path)))
