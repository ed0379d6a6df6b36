import os

import pytest
from PIL import Image

from deeplab_family.visualization.save_whole import save_whole

PICTURE = Image.new("RGB", (3, 2), (9, 8, 7))


def test_saves_into_a_folder_it_makes(tmp_path):
    path = tmp_path / "new" / "a.png"

    save_whole(PICTURE, path)

    assert Image.open(path).size == (3, 2)
    assert os.listdir(path.parent) == ["a.png"]


@pytest.mark.parametrize("step", ["PIL.Image.Image.save", "os.replace"])
def test_a_failure_leaves_the_older_file_and_nothing_else(
    tmp_path, monkeypatch, step
):
    path = tmp_path / "a.png"
    path.write_text("older")

    def full_disk(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, full_disk)
    with pytest.raises(OSError, match="No space left"):
        save_whole(PICTURE, path)

    assert path.read_text() == "older"
    assert os.listdir(tmp_path) == ["a.png"]


def test_an_unknown_format_leaves_nothing(tmp_path):
    with pytest.raises(ValueError, match="extension"):
        save_whole(PICTURE, tmp_path / "a.unknown")

    assert os.listdir(tmp_path) == []
