import pytest
import tensorflow as tf

from deeplab_family.sharded.shard_reader import record_pictures
from tests.deeplab_family.sharded.shards import example, write_shard


def test_records_become_pictures_with_names_and_labels(tmp_path):
    shard = tmp_path / "a.tfrecord"
    records = [example(b"one", b"sea/a", b"label"), example(b"two")]
    write_shard(shard, records)
    first, second = record_pictures(shard, "a")
    assert (first.name, first.encoded, first.label) == (
        "a/sea/a",
        b"one",
        b"label",
    )
    assert (second.name, second.encoded) == ("a/00000001", b"two")
    assert first.reason is None and second.place == f"{shard}[1]"


def test_a_record_of_another_kind_is_refused_alone(tmp_path):
    shard = tmp_path / "a.tfrecord"
    feature = {
        "x": tf.train.Feature(bytes_list=tf.train.BytesList(value=[b""]))
    }
    other = tf.train.Example(features=tf.train.Features(feature=feature))
    records = [b"\xff\xff", other.SerializeToString(), example(b"good", b"g")]
    write_shard(shard, records)
    foreign, lacking, good = record_pictures(shard, "a")
    assert foreign.reason == "the record is no tf.train.Example"
    assert "no image/encoded; its keys of bytes are x" in lacking.reason
    assert good.reason is None


@pytest.mark.parametrize("name", [b"../out", b"/etc/x", b"a/../../b", b"c:\\x"])
def test_no_name_leads_out_of_the_folder_of_results(name, tmp_path):
    shard = tmp_path / "a.tfrecord"
    write_shard(shard, [example(b"one", name)])
    (picture,) = record_pictures(shard, "a")
    assert "leads out of the folder" in picture.reason
    assert picture.name == "a/00000000"


def test_a_second_record_of_a_name_is_refused(tmp_path):
    shard = tmp_path / "a.tfrecord"
    write_shard(shard, [example(b"one", b"p"), example(b"two", b"P")])
    first, second = record_pictures(shard, "a")
    assert first.reason is None
    assert second.reason == "an earlier record has its name, a/P"


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_shard_that_is_cut_short_gives_what_is_whole(cut, tmp_path):
    shard = tmp_path / "a.tfrecord"
    write_shard(shard, [example(b"one", b"p"), example(b"two", b"q")])
    shard.write_bytes(shard.read_bytes()[:-cut])
    first, second = record_pictures(shard, "a")
    assert first.encoded == b"one"
    assert "cut short" in second.reason


def test_a_damaged_head_ends_the_shard(tmp_path):
    shard = tmp_path / "a.tfrecord"
    write_shard(shard, [example(b"one", b"p")])
    content = bytearray(shard.read_bytes())
    content[8] ^= 1  # the length is right, its checksum is not
    shard.write_bytes(content)
    (picture,) = record_pictures(shard, "a")
    assert "damaged" in picture.reason
