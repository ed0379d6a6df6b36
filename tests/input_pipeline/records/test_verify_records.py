import pytest

from input_pipeline import DataError, write_records
from input_pipeline.records.check_shards import verify_records
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture
def packed(tmp_path):
    root = write_folder(tmp_path / "plain", count=4)
    write_records("folder", root, tmp_path / "packed", ["train"], 2)
    return tmp_path / "packed"


def test_untouched_records_pass(packed):
    assert len(verify_records(packed).splits["train"]) == 2


def test_exchanged_shards_are_found(packed):
    one, two = sorted(packed.glob("*.tfrecord"))
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)
    with pytest.raises(DataError, match="2 of 2.*") as caught:
        verify_records(packed)
    assert "another file than the manifest's" in str(caught.value)


def test_strange_shards_are_found(packed):
    (packed / "val-00000-of-00001.tfrecord").write_bytes(b"x")
    with pytest.raises(DataError, match="belong to no split: val-00000"):
        verify_records(packed)


@pytest.mark.parametrize(
    ("old", "new"), [('"road"', '"rod"'), ('"count": 2', '"count": 3')]
)
def test_a_changed_manifest_is_found(packed, old, new):
    path = packed / "manifest.json"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(DataError, match="manifest.json was changed"):
        verify_records(packed)
