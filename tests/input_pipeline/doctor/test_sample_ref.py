import pytest

from input_pipeline import open_dataset, write_records
from input_pipeline.doctor.record_listing import list_records
from input_pipeline.doctor.sample_ref import SampleRef
from tests.input_pipeline.doctor.healthy_folder import write_healthy


def test_files_are_read_when_asked_for(tmp_path):
    image, label = tmp_path / "a.jpg", tmp_path / "a.png"
    image.write_bytes(b"image")
    case = SampleRef("a", ("train",), image, label, "a.jpg", "a.png")
    assert case.read_image() == b"image"
    with pytest.raises(FileNotFoundError):
        case.read_label()


def test_record_without_content_is_found_again(tmp_path):
    root = write_healthy(tmp_path / "photos")
    write_records("folder", root, tmp_path / "r", shards=1)
    shards = open_dataset("records", str(tmp_path / "r")).shards("train")
    for case in list_records({"train": shards}, []):
        again = SampleRef(
            **{**vars(case), "content": None},
        )
        assert again.read_image() == case.read_image()
        assert again.read_label() == case.read_label()
        file = root / f"images/train/{case.id}.jpg"
        assert again.read_image() == file.read_bytes()
