import numpy as np

from input_pipeline.doctor.find_copies import (
    CLOSE,
    find_near_copies,
)
from input_pipeline.inspection.stats import ImageStats
from tests.input_pipeline.doctor.sample_facts import sample_facts


def picture(name, split, bits):
    outline = np.packbits(bits).tobytes()
    return sample_facts(
        name, (split,), image=ImageStats((9, 9), name.encode(), outline)
    )


def random_bits(seed=0):
    return np.random.default_rng(seed).integers(0, 2, 256).astype(np.uint8)


def flipped(bits, count):
    changed = bits.copy()
    changed[:count] ^= 1
    return changed


def judged(*facts):
    return [place for f in find_near_copies(facts) for place in f.places]


def test_few_other_spots_in_another_split_are_found_once():
    bits = random_bits()
    near = flipped(bits, CLOSE)
    [place] = judged(picture("a", "train", bits), picture("b", "val", near))
    assert place.file == "images/b.jpg" and "images/a.jpg" in place.found


def test_more_other_spots_are_another_picture():
    bits = random_bits()
    far = flipped(bits, CLOSE + 1)
    assert not judged(picture("a", "train", bits), picture("b", "val", far))
    other = random_bits(1)
    assert not judged(picture("a", "train", bits), picture("b", "val", other))


def test_same_split_is_left_alone():
    bits = random_bits()
    assert not judged(picture("a", "train", bits), picture("b", "train", bits))


def test_flat_pictures_are_alike_by_nature():
    bits = np.zeros(256, np.uint8)
    assert not judged(picture("a", "train", bits), picture("b", "val", bits))


def test_many_blocks_find_the_same_pair():
    facts = [picture(f"t{n}", "train", random_bits(n)) for n in range(300)]
    twin = picture("z", "val", flipped(random_bits(299), 2))
    [place] = judged(*facts, twin)
    assert place.found.endswith("t299.jpg")
