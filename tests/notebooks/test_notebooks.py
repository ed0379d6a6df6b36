"""Notebooks: what they say runs, from the first cell to the last."""

import json
import re
from pathlib import Path

import nbclient
import nbformat
import pytest
from safetensors.numpy import save_file

from deeplab_family.cli.main import COMMANDS
from tests.torchvision_states import (
    deeplab_shapes,
    mobilenet_shapes,
    random_state,
)

FOLDER = Path(__file__).parents[2] / "notebooks"
BOOKS = sorted(FOLDER.glob("*.ipynb"))


def execute(name: str, folder: Path, monkeypatch, **changes: str):
    """Runs a notebook in a folder; a cell that raises fails the test.

    Args:
        name: of the file.
        folder: where it is run.
        monkeypatch: that of the test.
        changes: lines of the first cell, `STEPS = 300`, with other values.
    """
    book = nbformat.read(FOLDER / name, as_version=4)
    first = next(cell for cell in book.cells if cell.cell_type == "code")
    for variable, value in changes.items():
        first.source, found = re.subn(
            rf"(?m)^{variable} = .*$", f"{variable} = {value}", first.source
        )
        assert found == 1
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent))
    client = nbclient.NotebookClient(
        book, timeout=600, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return book


def printed(book) -> str:
    """All that the cells printed."""
    return "".join(
        output.text
        for cell in book.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    )


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_it_is_committed_without_results(path):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in cells] == [[]] * len(cells)
    assert {cell.execution_count for cell in cells} == {None}


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_it_calls_commands_that_are_there(path):
    cells = nbformat.read(path, as_version=4).cells
    code = "\n".join(c.source for c in cells if c.cell_type == "code")
    called = re.findall(r'deeplab\(\s*f?"([\w-]+)', code)
    assert len(called) >= 3
    assert set(called) <= COMMANDS.keys()


@pytest.mark.slow
def test_own_pictures_become_files(tmp_path, monkeypatch):
    book = execute("own_pictures.ipynb", tmp_path, monkeypatch, STEPS="30")
    home = tmp_path / "notebook_run"
    scores = json.loads((home / "scores.json").read_text())
    assert scores["images"] == 24 and scores["intervals"]["mean_iou"]
    report = json.loads((home / "export" / "export_report.json").read_text())
    names = [a["name"] for a in report["verification"]["artifacts"]]
    assert {"serving", "float32", "int8"} <= set(names)
    text = printed(book)
    assert "(240, 320) uint8" in text
    shown = [
        kind
        for cell in book.cells
        for output in cell.get("outputs", [])
        for kind in output.get("data", {})
        if kind.startswith("image/")
    ]
    assert shown == ["image/png", "image/jpeg", "image/jpeg"]


@pytest.mark.slow
def test_a_file_of_torchvision_becomes_a_file_for_phones(tmp_path, monkeypatch):
    shapes = deeplab_shapes(mobilenet_shapes("backbone."), 960, 21)
    save_file(random_state(shapes), tmp_path / "state.safetensors")
    monkeypatch.setenv("TORCHVISION_STATE", "state.safetensors")
    monkeypatch.delenv("PHOTOS", raising=False)
    book = execute(
        "from_torchvision_to_phone.ipynb",
        tmp_path,
        monkeypatch,
        SIZE="(65, 97)",
    )
    text = printed(book)
    assert "class_map (1, 65, 97)" in text
    counts = re.search(r"\{(\d+: \d+,? ?)+\}", text)[0]
    assert sum(map(int, re.findall(r": (\d+)", counts))) == 65 * 97


@pytest.mark.slow
def test_without_its_file_it_says_where_it_comes_from(tmp_path, monkeypatch):
    monkeypatch.delenv("TORCHVISION_STATE", raising=False)
    with pytest.raises(
        nbclient.exceptions.CellExecutionError, match="download.pytorch.org"
    ):
        execute("from_torchvision_to_phone.ipynb", tmp_path, monkeypatch)
