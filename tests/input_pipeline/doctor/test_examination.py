import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from input_pipeline import (
    DataConfig,
    DataError,
    draw_synthetic,
    open_dataset,
    train_batches,
    write_records,
)
from input_pipeline.check.all_samples import find_problems
from input_pipeline.doctor import CATALOG, examine
from tests.input_pipeline.datasets.write_voc import write_voc
from tests.input_pipeline.doctor.broken_folders import BROKEN, copy_sample, cut
from tests.input_pipeline.doctor.healthy_folder import (
    save_label,
    write_healthy,
    write_sample,
)
from tests.input_pipeline.draw_files import (
    palette_image,
    random_ids,
)


@pytest.fixture
def root(tmp_path):
    return write_healthy(tmp_path / "photos")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    home = tmp_path_factory.mktemp("packed")
    write_records(
        "folder", write_healthy(home / "photos"), home / "r", shards=2
    )
    return home / "r"


def codes(report):
    return sorted({finding.code for finding in report.findings})


def test_healthy_folder_has_no_finding(root):
    report = examine(root)
    assert report.findings == () and report.label_map is None
    assert [s.case.id for s in report.facts] == [
        "000",
        "001",
        "002",
        "010",
        "011",
    ]


@pytest.mark.parametrize("name", BROKEN)
def test_each_defect_is_found_and_nothing_else(name, root):
    BROKEN[name](root)
    report = examine(root)
    expected = [name.strip()]
    if name == "tree":  # without images the labels are lonely too
        expected.append("label_without_image")
    assert codes(report) == sorted(expected)


def test_no_code_is_left_untested():
    elsewhere = {"split_unusable", "split_left_out", "split_overlap"}
    elsewhere |= {"shard_damaged", "not_opened", "annotation_broken"}
    elsewhere |= {"augmented_leak", "classes_alike", "only_boxes"}
    elsewhere |= {"label_not_rgb", "label_colors", "duplicate_contradicts"}
    assert {name.strip() for name in BROKEN} | elsewhere == set(CATALOG)


@pytest.mark.parametrize(
    "name", [n for n in BROKEN if CATALOG[n.strip()].severity == "error"]
)
def test_training_refuses_every_error(name, root):
    BROKEN[name](root)
    refused = 0
    for split in ("train", "val", "test"):
        config = DataConfig(root=str(root), train_split=split, batch_size=1)
        try:
            train_batches(config)
        except DataError as error:
            refused += "no split 'test'" not in str(error)
    assert refused


def test_contradicting_copy_names_both_labels(root):
    copy_sample(root, "train/001", "train/020", relabel=True)
    report = examine(root)
    assert codes(report) == ["duplicate", "duplicate_contradicts"]
    assert report.findings[-1].places[0].file == "labels/train/020.png"
    assert "labels/train/001.png" in report.findings[-1].places[0].found


def test_errors_come_first(root):
    copy_sample(root, "train/001", "val/020")
    cut(root / "images/train/000.jpg")
    severities = [finding.severity for finding in examine(root).findings]
    assert severities == ["error", "warning"]


def test_report_is_the_same_each_time_and_plain_json(root):
    copy_sample(root, "train/001", "val/020")
    first, second = (examine(root).as_json() for _ in range(2))
    assert first == second == json.loads(json.dumps(first))


def test_progress_counts_every_sample(root):
    told = []
    examine(root, progress=lambda done, of: told.append((done, of)))
    assert told == [(number, 5) for number in range(1, 6)]


def test_one_split_leaves_the_others_alone(root):
    cut(root / "images/val/010.jpg")
    report = examine(root, splits=("train",))
    assert report.findings == () and list(report.counts) == ["train"]


def test_unknown_split_or_folder_is_a_wrong_call(root, tmp_path):
    with pytest.raises(DataError, match="no split 'test'.*train, val"):
        examine(root, splits=("test",))
    with pytest.raises(DataError, match="nowhere is not a folder"):
        examine(tmp_path / "nowhere")


def test_records_are_recognized_and_read(records):
    report = examine(records)
    assert report.dataset == "records" and report.findings == ()
    assert report.as_json()["splits"]["train"]["samples"] == 3


def test_records_count_like_their_folder(records, root):
    packed, plain = examine(records), examine(root)
    assert (
        packed.as_json()["classes"][0]["share"]
        == (plain.as_json()["classes"][0]["share"])
    )


def test_cut_shard_is_found_and_the_rest_read(records, tmp_path):
    broken = shutil.copytree(records, tmp_path / "broken")
    cut(broken / "train-00000-of-00002.tfrecord")
    report = examine(broken)
    assert codes(report) == ["shard_damaged"]
    assert report.findings[0].places[0].file.startswith("train-00000")
    assert len(report.facts) == 4


def test_missing_shard_is_found(records, tmp_path):
    broken = shutil.copytree(records, tmp_path / "broken")
    (broken / "val-00000-of-00002.tfrecord").unlink()
    assert codes(examine(broken)) == ["shard_damaged"]


def test_damaged_manifest_is_a_finding(records, tmp_path):
    broken = shutil.copytree(records, tmp_path / "broken")
    (broken / "manifest.json").write_text("{")
    report = examine(broken)
    assert codes(report) == ["not_opened"]
    assert "manifest.json" in report.findings[0].found


def test_voc_tree_with_missing_files_is_a_finding(tmp_path):
    lists = tmp_path / "ImageSets" / "Segmentation"
    lists.mkdir(parents=True)
    (lists / "train.txt").write_text("2007_000001\n")
    report = examine(tmp_path)
    assert report.dataset == "voc" and codes(report) == ["split_unusable"]
    assert "2007_000001" in report.findings[0].places[0].found


def test_part_that_nobody_asked_for_is_only_a_warning(tmp_path):
    write_voc(tmp_path)
    name = (tmp_path / "ImageSets/Segmentation/val.txt").read_text().split()[0]
    (tmp_path / f"SegmentationClass/{name}.png").unlink()
    assert "split_left_out" in codes(examine(tmp_path))
    assert "split_unusable" in codes(examine(tmp_path, splits=("val",)))
    assert not {"split_left_out", "split_unusable"} & set(
        codes(examine(tmp_path, splits=("train",)))
    )


def test_drawn_streets_are_healthy(tmp_path):
    draw_synthetic(tmp_path / "streets", train=12, val=6, size=(48, 64))
    report = examine(tmp_path / "streets", dataset="synthetic")
    assert report.severities["error"] == 0
    assert report.spec.class_names[0] == "road"
    assert not {"leak", "near_leak", "duplicate"} & set(codes(report))


def test_empty_folder_is_not_drawn_into(tmp_path):
    assert codes(examine(tmp_path, dataset="synthetic")) == ["tree"]
    assert not any(tmp_path.iterdir())


def test_same_sample_is_read_again_under_another_name(root):
    write_sample(root, "val", "777", 0)
    [finding] = examine(root).findings
    assert finding.code == "leak"
    [place] = finding.places
    assert place.file == "images/val/777.jpg"
    assert "images/train/000.jpg" in place.found


def test_doctor_and_training_refuse_the_same_files(root):
    random = np.random.default_rng(0)
    for number in range(120):
        name = f"mutated{number:03d}"
        write_sample(root, "train", name, 100 + number)
        image, label = (
            root / f"images/train/{name}.jpg",
            root / f"labels/train/{name}.png",
        )
        if number % 3 == 0:
            ids = random_ids(100 + number)
            save_label(root, f"train/{name}", palette_image(ids))
        path = (image, label)[number % 2]
        content = np.frombuffer(path.read_bytes(), np.uint8).copy()
        places = random.integers(0, content.size, 3)
        content[places] = random.integers(0, 256, 3)
        path.write_bytes(content.tobytes())
    dataset = open_dataset("folder", str(root))
    refused = find_problems(dataset.samples("train"), dataset.spec)
    found = {
        Path(place.file).stem
        for finding in examine(root).findings
        if finding.severity == "error"
        for place in finding.places
    }
    assert 20 < len(refused) < 120
    assert found == set(refused)
