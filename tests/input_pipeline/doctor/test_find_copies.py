from input_pipeline.doctor.find_copies import find_copies
from input_pipeline.inspection.stats import ImageStats
from tests.input_pipeline.doctor.sample_facts import sample_facts

SAME = ImageStats((10, 10), b"same pixels")


def judged(*facts):
    return [(f.code, len(f.places)) for f in find_copies(facts)]


def copy(name, *splits, label=b"label"):
    return sample_facts(name, splits, image=SAME, digest=label)


def test_pictures_of_their_own_are_no_copies():
    assert judged(sample_facts("a"), sample_facts("b", ("val",))) == []


def test_within_a_split_and_between_splits():
    assert judged(copy("a", "train"), copy("b", "train")) == [("duplicate", 1)]
    assert judged(copy("a", "train"), copy("b", "val")) == [("leak", 1)]
    three = copy("a", "train"), copy("b", "train"), copy("c", "val")
    assert judged(*three) == [("leak", 1), ("duplicate", 1)]


def test_other_label_is_said_besides():
    pair = copy("a", "train"), copy("b", "train", label=b"other")
    assert judged(*pair) == [("duplicate", 1), ("duplicate_contradicts", 1)]


def test_unreadable_images_are_no_copies_of_each_other():
    unread = ImageStats()
    facts = [sample_facts(name, image=unread) for name in "ab"]
    assert judged(*facts) == []


def test_one_file_in_two_splits_is_no_copy():
    facts = (
        sample_facts("a", ("train", "trainval")),
        sample_facts("b", ("val", "trainval")),
    )
    assert judged(*facts) == []


def test_training_splits_may_share_what_they_like():
    facts = [
        sample_facts("a", ("train",)),
        sample_facts("b", ("train", "train_aug")),
        sample_facts("c", ("train_aug",)),
    ]
    assert find_copies(facts) == []


def test_splits_that_overlap_in_part_are_found():
    facts = [
        sample_facts("a", ("train",)),
        sample_facts("b", ("train", "val")),
        sample_facts("c", ("val",)),
    ]
    [finding] = find_copies(facts)
    assert finding.code == "split_overlap"
    assert finding.places[0].found == "1 image of train is in val too"
