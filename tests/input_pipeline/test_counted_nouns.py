import pytest

from input_pipeline.counted_nouns import counted_noun


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ((0, "image"), "0 images"),
        ((1, "image"), "1 image"),
        ((1200, "image"), "1,200 images"),
        ((1, "class", "classes"), "1 class"),
        ((2, "class", "classes"), "2 classes"),
    ],
)
def test_one_is_singular(words, text):
    assert counted_noun(*words) == text
