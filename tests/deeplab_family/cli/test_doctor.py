import json
import shutil

import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main


@pytest.fixture
def photos(streets, tmp_path):
    return shutil.copytree(streets, tmp_path / "photos")


@pytest.fixture
def broken(photos):
    path = next((photos / "images" / "train").iterdir())
    path.write_bytes(path.read_bytes()[:-100])
    return photos


def test_healthy_data_exits_with_0_and_says_so(photos, capsys):
    assert main(["doctor", str(photos)]) == 0
    text = capsys.readouterr().out
    assert "data set 'folder'" in text and "Suggested crop: --crop" in text
    assert text.rstrip().endswith(f"Next: deeplab train {photos}")
    assert "building" in text


def test_error_exits_with_1_and_names_the_file(broken, capsys):
    assert main(["doctor", str(broken), "--splits", "train"]) == 1
    text = capsys.readouterr().out
    assert "error image_unreadable" in text and "images/train/" in text
    assert "Next" not in text


def test_wrong_call_exits_with_2(tmp_path, photos, capsys):
    assert main(["doctor", str(tmp_path / "nowhere")]) == 2
    assert "nowhere. DATA is the folder of a data" in capsys.readouterr().err
    assert main(["doctor", str(photos), "--splits", "dev"]) == 2
    assert "no split 'dev'" in capsys.readouterr().err
    assert main(["doctor", str(photos), "--dataset", "imagenet"]) == 2
    assert "imagenet" in capsys.readouterr().err
    assert main(["doctor", str(photos), "--samples", "0"]) == 2


def test_fail_on_lowers_the_bar(photos):
    shutil.copy(
        next((photos / "images" / "train").iterdir()),
        photos / "images" / "val" / "copy.jpg",
    )
    label = next((photos / "labels" / "train").iterdir())
    shutil.copy(label, photos / "labels" / "val" / "copy.png")
    words = ["doctor", str(photos), "--json", "-"]
    assert main(words) == 0
    assert main([*words, "--fail-on", "warning"]) == 1


def test_json_dash_prints_only_json(broken, capsys):
    assert main(["doctor", str(broken), "--json", "-"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["severities"]["error"] == 1
    assert report["findings"][0]["code"] == "image_unreadable"


def test_json_file_and_sheet_appear_whole(broken, tmp_path, capsys):
    report, sheet = tmp_path / "out/report.json", tmp_path / "out/sheet.png"
    words = ["doctor", str(broken), "--json", str(report)]
    assert main([*words, "--sheet", str(sheet), "--samples", "3"]) == 1
    assert json.loads(report.read_text())["dataset"] == "folder"
    assert np.asarray(Image.open(sheet)).ndim == 3
    assert sorted(p.name for p in report.parent.iterdir()) == [
        "report.json",
        "sheet.png",
    ]
    assert str(sheet) in capsys.readouterr().out


def test_folder_of_nothing_is_a_finding_not_a_crash(tmp_path, capsys):
    sheet = tmp_path / "sheet.png"
    assert main(["doctor", str(tmp_path), "--sheet", str(sheet)]) == 1
    assert "error tree" in capsys.readouterr().out
    assert not sheet.exists()


def test_the_data_of_a_run_are_examined(trained, streets, capsys):
    assert main(["doctor", str(trained)]) == 0
    text = capsys.readouterr().out
    assert str(streets) in text and "data set 'synthetic'" in text
