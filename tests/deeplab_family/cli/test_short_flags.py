import pytest

from deeplab_family.cli.short_flags import SHORT, sort_words


@pytest.mark.parametrize(("short", "long"), SHORT.items())
def test_both_spellings_say_the_same(short, long):
    assert sort_words(["a", short, "8", "9"]) == sort_words(
        ["a", long, "8", "9"]
    )
    assert sort_words(["a", f"{short}=8"]) == sort_words(["a", long, "8"])


def test_names_and_flags_about_the_recipe_are_set_apart():
    words = "voc_gcn photos --network gcn --epochs 2.5 --lr 0.1 --data.root x"
    sorted_words = sort_words(words.split())
    assert sorted_words.names == ("voc_gcn", "photos")
    assert (sorted_words.network, sorted_words.backbone) == ("gcn", "")
    assert sorted_words.epochs == 2.5
    assert sorted_words.root == "x"
    assert sorted_words.flags == (
        "--train.schedule.learning-rate",
        "0.1",
        "--data.root",
        "x",
    )


def test_a_crop_of_one_number_is_a_square():
    assert sort_words(["--crop", "97"]).flags[1:] == ("97", "97")
    assert sort_words(["--crop", "97", "33"]).flags[1:] == ("97", "33")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--steps 3 --train.total-steps 4", "--steps and --train.total-steps"),
        ("--lr 3 --train.schedule.learning-rate 4", "are one flag"),
        ("--epochs 3 --steps 4", "--epochs and --steps"),
        ("--epochs 3 --train.total-steps 4", "--epochs and --steps"),
        ("--epochs many", "above 0. Received: 'many'"),
        ("--epochs -1", "above 0. Received: '-1'"),
        ("--epochs", "--epochs needs a value"),
        ("--network --steps 3", "--network needs a value"),
        ("--epoch 3", "unknown flag --epoch; perhaps you meant '--epochs'"),
        ("--batch_size 3", "perhaps you meant '--batch-size'"),
    ],
)
def test_what_contradicts_itself_is_refused(words, message):
    with pytest.raises(ValueError, match=message):
        sort_words(words.split())
