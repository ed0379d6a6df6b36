from types import SimpleNamespace

import pytest

from deeplab_family.cli.labeled_data import as_split, choose_data
from deeplab_family.run_folder import DataChoice
from export import LabeledData
from tests.deeplab_family.test_run_folder import write_run


def options(data="", dataset="auto", split=None, val_share=None):
    return SimpleNamespace(
        data=data, dataset=dataset, split=split, val_share=val_share
    )


def test_the_words_name_a_split(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kitti").mkdir()
    assert choose_data(options()) is None and as_split(None) is None
    choice = choose_data(
        options("kitti", dataset="kitti_road", split="val_part")
    )
    assert as_split(choice) == LabeledData(
        root="kitti", dataset="kitti_road", split="val_part"
    )


def test_a_run_has_data_and_words_win_over_it(tmp_path):
    run = write_run(tmp_path, dataset="voc", eval_split="trainval")
    held = DataChoice(
        root=str(tmp_path / "data"), dataset="voc", eval_split="trainval"
    )
    assert choose_data(options(data=str(run))) == held
    assert choose_data(options(), model=run) == held
    other = choose_data(options(split="val", dataset="folder"), model=run)
    assert (other.dataset, other.eval_split) == ("folder", "val")
    elsewhere = choose_data(options(data=str(tmp_path)), model=run)
    assert elsewhere == DataChoice(root=str(tmp_path))


def test_the_training_images_of_a_choice(tmp_path):
    choice = DataChoice(root="photos", val_share=0.3)
    assert as_split(choice, "train_split") == LabeledData(
        root="photos", split="train", val_share=0.3
    )


def test_annotations_are_drawn_as_the_run_drew_them(tmp_path):
    run = write_run(tmp_path, unlabeled="ignore", overlap="later")
    choice = choose_data(options(), model=run)
    assert (choice.unlabeled, choice.overlap) == ("ignore", "later")
    split = as_split(choice)
    assert (split.unlabeled, split.overlap) == ("ignore", "later")
    words = options()
    words.overlap, words.unlabeled = "smaller", "auto"
    other = choose_data(words, model=run)
    assert (other.unlabeled, other.overlap) == ("ignore", "smaller")


@pytest.mark.parametrize("words", [{"dataset": "voc"}, {"split": "test"}])
def test_a_data_set_without_its_folder_is_refused(words):
    with pytest.raises(ValueError, match="need DATA"):
        choose_data(options(**words))


def test_data_that_are_drawn_need_no_folder_yet(tmp_path):
    new = tmp_path / "streets"
    assert choose_data(options(str(new), "synthetic")).root == str(new)
    with pytest.raises(ValueError, match="there is no folder .*streets"):
        choose_data(options(str(new), "folder"))


def test_a_file_is_no_data_set(tmp_path):
    (tmp_path / "best.keras").touch()
    with pytest.raises(ValueError, match="best.keras is a file. DATA is"):
        choose_data(options(data=str(tmp_path / "best.keras")))
