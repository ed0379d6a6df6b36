import pytest

from deeplab_family.training.history import History


def row(step, loss):
    return {"step": step, "loss": loss}


def test_rows_are_read_back(tmp_path):
    path = tmp_path / "history.csv"
    for step in (4, 8):
        History(path).add(row(step, step / 3))
    assert path.read_text() == f"step,loss\n4,{4 / 3}\n8,{8 / 3}\n"
    assert History(path).holds(8) and not History(path).holds(6)


def test_a_step_has_one_row(tmp_path):
    history = History(tmp_path / "history.csv")
    history.add(row(4, 1.0))
    history.add(row(4, 2.0))
    assert history.path.read_text() == "step,loss\n4,2.0\n"


def test_rows_after_the_checkpoint_go(tmp_path):
    history = History(tmp_path / "history.csv")
    for step in (4, 8, 12):
        history.add(row(step, 0.5))
    history.cut(8)
    assert [r["step"] for r in History(history.path).rows] == ["4", "8"]


def test_torn_and_doubled_rows_of_an_older_file_are_left_out(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text("step,loss,iou\n4,1.0,0.1\n4,1.0,0.2\n8,1.0\n12,1.")
    assert History(path).rows == [{"step": "4", "loss": "1.0", "iou": "0.2"}]


def test_a_failed_write_leaves_the_rows_before(tmp_path, monkeypatch):
    history = History(tmp_path / "history.csv")
    history.add(row(4, 0.5))
    before = history.path.read_text()

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full_disk)
    with pytest.raises(OSError, match="No space"):
        history.add(row(8, 0.25))
    assert history.path.read_text() == before


def test_numbers_of_a_column_leave_out_what_is_none(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text("step,loss,speed\n4,1.5,\n8,nan,2.0\n12,word,3.0\n")
    history = History(path)
    assert history.numbers("speed") == [(8, 2.0), (12, 3.0)]
    (first, second) = history.numbers("loss")
    assert first == (4, 1.5) and second[0] == 8 and second[1] != second[1]
    assert history.numbers("gone") == [] and not history.has_score()
