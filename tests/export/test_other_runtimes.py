"""The page on other runtimes names files and signatures that exist."""

import re
import subprocess
from pathlib import Path

import pytest

from export import export_saved_model
from export.onnx.exporter import (
    FIXED_NAME,
    NAME,
)
from tests.export.tiny_network import make_network

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "export" / "other_runtimes.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_onnx_file_of_the_page_is_one_that_is_written():
    assert set(re.findall(r"exported/([\w.]+)", TEXT)) == {NAME, FIXED_NAME}


def test_the_plain_model_lies_where_the_lines_look(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plain").mkdir()
    export_saved_model(make_network(), "plain", image_size=(16, 24))
    (place,) = set(re.findall(r"plain/saved_model/\d+", TEXT))
    assert (Path(place) / "saved_model.pb").is_file()


def test_every_runtime_says_with_which_version_it_ran():
    for part in re.split(r"\n##+ ", TEXT)[1:]:
        plain = part.startswith("TF.js and Core ML")
        assert plain or re.search(r"\nRun: \w+ \d+\.\d+", part), part[:20]


def test_the_line_for_tf_js_converts(tmp_path, monkeypatch):
    pytest.importorskip("tensorflowjs")
    monkeypatch.chdir(tmp_path)
    Path("plain").mkdir()
    export_saved_model(make_network(), "plain", image_size=(16, 24))
    line = re.search(r"tensorflowjs_converter[^`]+", TEXT)[0]
    subprocess.run(line.replace("\\\n", " ").split(), check=True)
    assert Path("plain/web/model.json").is_file()


def test_the_lines_for_core_ml_convert(tmp_path, monkeypatch):
    pytest.importorskip("coremltools")
    monkeypatch.chdir(tmp_path)
    Path("plain").mkdir()
    export_saved_model(make_network(), "plain", image_size=(16, 24))
    part = TEXT.partition("### Core ML")[2]
    exec(re.search(r"```python\n(.+?)```", part, re.S)[1], {})
    assert Path("plain/photos.mlpackage").is_dir()
