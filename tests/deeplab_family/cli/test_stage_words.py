import pytest

from deeplab_family.cli.stage_words import sort_by_stage

NAMES = ("coco", "train_aug", "trainval")


def sort(text):
    return sort_by_stage(text.split(), NAMES)


def test_words_are_sorted_by_the_stages_they_are_for():
    words = sort(
        "voc_deeplabv3_full VOC --stages coco trainval --lr 0.1 "
        "--roots coco=C mapillary=M --coco.data.batch-size=4 "
        "--trainval.crop 65 97 --data.mix.weights 2"
    )
    assert words.only == ("coco", "trainval") and not words.tiny
    assert words.roots == {"coco": "C", "mapillary": "M"}
    assert words.own == {
        "coco": ("--data.batch-size", "4"),
        "trainval": ("--crop", "65", "97"),
    }
    assert " ".join(words.common) == (
        "voc_deeplabv3_full VOC --lr 0.1 --data.mix.weights 2"
    )


def test_a_stage_has_the_flags_of_all_and_its_own_win():
    words = sort("x --lr 0.1 --crop 33 33 --trainval.data.crop-size 65 65")
    assert words.of("coco", True) == "--lr 0.1 --crop 33 33".split()
    expected = "--lr 0.1 --data.crop-size 65 65".split()
    assert words.of("trainval", False) == expected


def test_only_the_first_stage_starts_from_weights_for_all():
    words = sort("x --weights a.keras --trainval.weights b.keras")
    assert words.of("coco", True) == ["--weights", "a.keras"]
    assert words.of("train_aug", False) == []
    assert words.of("trainval", False) == ["--weights", "b.keras"]


def test_a_length_of_its_own_replaces_that_of_all():
    words = sort("x --epochs 3 --trainval.steps 5")
    assert words.of("coco", True) == ["--epochs", "3"]
    assert words.of("trainval", False) == ["--steps", "5"]


def test_words_about_the_run_and_its_data_are_no_flags_of_a_stage():
    words = sort("x --workdir W --data.root D --dataset voc --lr 1")
    assert words.of("coco", True) == ["--lr", "1"]
    own = sort("x --coco.data.root C").of("coco", True)
    assert own == ["--data.root", "C"]


def test_negative_numbers_are_values():
    words = sort("x --coco.train.seed -1 --tiny")
    assert words.own == {"coco": ("--train.seed", "-1")} and words.tiny


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x --stages", "--stages needs values, such as --stages train_aug"),
        ("x --roots coco", "pairs DATASET=FOLDER.*'coco'"),
        ("x --roots =C", "pairs DATASET=FOLDER.*'=C'"),
        ("x --tiny VOC", "--tiny takes no value.*before the flags.*'VOC'"),
    ],
)
def test_words_that_cannot_be_read_are_explained(text, message):
    with pytest.raises(ValueError, match=message):
        sort(text)


def test_stages_of_a_recipe_of_one_are_refused():
    with pytest.raises(ValueError, match="has a single one"):
        sort_by_stage("voc_gcn --stages coco".split(), ())
    # without stages a dotted flag is a field's, and others pass
    words = sort_by_stage("voc_gcn --coco.lr 1".split(), ())
    assert words.common == ("voc_gcn", "--coco.lr", "1")
