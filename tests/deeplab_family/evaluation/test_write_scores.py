import json

import numpy as np
import pytest

from deeplab_family.evaluation import Scores, write_scores


@pytest.fixture
def scores():
    return Scores(np.array([[4, 0], [0, 0], [0, 0]]), ("all",), images=1)


def test_writes_json_into_a_folder_it_makes(tmp_path, scores):
    path = tmp_path / "new" / "scores.json"

    write_scores(path, scores)

    assert json.loads(path.read_text())["mean_iou"] == 1.0
    assert list(path.parent.iterdir()) == [path]


def test_a_failed_write_leaves_the_older_file_alone(
    tmp_path, scores, monkeypatch
):
    path = tmp_path / "scores.json"
    path.write_text("older")

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_scores(path, scores)

    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]
