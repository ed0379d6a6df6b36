import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.decode.jpeg_segments import (
    MOST_SEGMENTS,
    jpeg_exif,
    scan_count,
    split_at,
)
from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import (
    encode,
    tiff,
    turned_file,
    with_segment,
)
from tests.input_pipeline.draw_files import random_pixels

PIXELS = random_pixels(0)
MANY_SCANS = 500 * b"\xff\xda"


@tf.function(input_signature=[tf.TensorSpec((), tf.string)])
def count_hundred(content):
    return scan_count(content, 100)


def count(content):
    return int(count_hundred(content))


def test_scans_are_counted():
    assert count(encode(PIXELS)) == 1
    assert count(encode(PIXELS, progressive=True)) == 10
    assert count(with_scans(PIXELS, 90)) == 100
    assert count(with_scans(PIXELS, 91)) == 101


def test_counting_ends_above_the_number_of_interest():
    assert count(with_scans(PIXELS, 3000)) == 101


@pytest.mark.parametrize("place", ["comment", "thumbnail", "behind"])
def test_what_is_no_scan_of_the_picture_does_not_count(place):
    content = encode(PIXELS)
    if place == "behind":  # as the video of a moving photograph
        content += MANY_SCANS
    else:
        code = 0xFE if place == "comment" else 0xE2
        content = with_segment(content, MANY_SCANS, code)
    assert count(content) == 1


def test_a_file_of_endless_segments_counts_as_too_many():
    content = encode(PIXELS)
    comments = b"\xff\xfe\0\2" * MOST_SEGMENTS
    content = content[:2] + comments + content[2:]
    assert count(content + MANY_SCANS) == 101
    assert count(content) == 1


def test_any_bytes_have_a_count():
    random = np.random.default_rng(0)
    good = np.frombuffer(with_scans(PIXELS, 200), np.uint8)
    for _ in range(50):
        bad = good.copy()
        bad[random.integers(2, bad.size, 9)] = random.integers(0, 256, 9)
        cut = bad.tobytes()[: random.integers(2, bad.size)]
        assert 0 <= count(cut) <= 101
    for content in (b"", b"\xff", b"\xff\xd8", b"\xff\xda" * 200):
        assert 0 <= count(content) <= 101


def test_exif_data_are_those_of_the_first_segments():
    content = turned_file(PIXELS, 6)
    assert jpeg_exif(content).numpy()[:4] in (b"II*\0", b"MM\0*")
    late = with_segment(encode(PIXELS), b"Exif\0\0" + tiff(6))
    assert jpeg_exif(late).numpy().startswith(tiff(6))


def test_exif_within_another_segment_or_behind_a_scan_is_none():
    hidden = b"x Exif\0\0" + tiff(6)
    inside = with_segment(encode(PIXELS), hidden, 0xFE)
    for content in (inside, encode(PIXELS) + turned_file(PIXELS, 6), b""):
        assert jpeg_exif(content).numpy() == b""


def test_text_is_split_as_often_as_asked():
    pieces = split_at(tf.constant(b"a--b--c"), b"--")
    assert pieces.numpy().tolist() == [b"a", b"b--c"]
    assert split_at(tf.constant(b"abc"), b"--").numpy().tolist() == [b"abc"]
