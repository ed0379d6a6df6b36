"""Wrong paths are refused from flags and files alone: without TensorFlow.

All commands run in one process, which has not imported it; this one has.
"""

import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from tests.stand_in_model import write_stand_in

CHILD = """
import contextlib, io, json, sys
from deeplab_family.cli.main import main

found = []
for words in json.load(sys.stdin):
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        status = main(words)
    found.append([status, said.getvalue(), "tensorflow" in sys.modules])
print(json.dumps(found))
"""
REFUSED = [
    ("doctor fotos", "no folder fotos; perhaps you meant 'photos'. DATA is"),
    ("doctor note.txt", "note.txt is a file. DATA is the folder"),
    ("doctor photos --model rum", "no such run; perhaps you meant 'run'"),
    ("doctor photos --model no.keras", "no.keras: no such model"),
    ("doctor photos --model bad.keras", "no zip archive"),
    ("doctor photos --sheet s.gif", "--sheet must end in .png, .jpg"),
    ("export rum", "perhaps you meant 'run'. Expected a .keras"),
    ("export run --images no", "no folder no. --images is a folder of photo"),
    ("export run --images note.txt", "note.txt is a file. --images"),
    ("export run --images empty", "empty is an empty folder. --images"),
    ("export run --calibration no", "--calibration is a folder of photogr"),
    ("export run --output note.txt", "note.txt is a file, and --output"),
    ("export run --report note.txt", "note.txt is a file, and --report"),
    ("export run --output photos", "holds no export_report.json"),
    ("export run --artifacts int9", "int9; perhaps you meant 'int8'"),
    (
        "export m.keras --output x --image-size 9 9",
        "--calibration FOLDER is missing: int8",
    ),
    ("export bad.keras --output x", "no zip archive"),
    ("evaluate run fotos", "perhaps you meant 'photos'. DATA is"),
    ("evaluate m.keras photos --split tost", "holds no split 'tost'. Splits"),
    ("evaluate m.keras empty", "empty is empty. A plain data set needs"),
    ("evaluate no.tflite photos", "no.tflite: no such model"),
    ("evaluate empty photos", "without saved_model.pb"),
    ("evaluate note.txt photos", "note.txt: not a model"),
    ("evaluate bad.tflite photos", "not a TFLite file"),
    ("evaluate photos", "photos looks like a data set. MODEL comes first"),
    ("predict m.keras photos --output photos", "folder of the photographs"),
    ("predict run fotos", "fotos: no such file or folder; perhaps you meant"),
    ("evaluate-shards m.keras fotos --output x", "perhaps you meant"),
    ("predict-shards m.keras photos --output note.txt", "is a file, and"),
    ("convert fotos --to coco --output x", "perhaps you meant 'photos'"),
    ("convert photos --to coco --output note.txt", "is a file, and --output"),
    ("convert photos --to coco --output photos", "name a new or empty folder"),
    ("convert empty --to coco --output x", "empty is empty. A plain data set"),
    ("convert photos --to coco --output x --splits tost", "no split 'tost'"),
    ("records photos --output note.txt", "note.txt is a file, and --output"),
    ("records --verify no", "no folder no. --verify is a folder of packed"),
    ("inspect folder_lit", "perhaps you meant 'folder_lite'"),
    ("inspect no.keras", "no.keras: no such model"),
    ("inspect note.txt", "neither a recipe nor a .keras file"),
    ("compare folder_lite bad.keras", "no zip archive"),
    ("benchmark rum", "no file or folder rum; perhaps you meant 'run'"),
    ("benchmark bad.tflite", "not a TFLite file"),
    ("import torchvision no.pth --output m.keras", "no file or folder no.pth"),
    ("train fotos", "'fotos'; perhaps you meant 'photos'"),
    ("train folder_lite fotos", "no folder fotos; perhaps you meant 'photos'"),
    ("train photos --workdir note.txt", "note.txt is a file, and --workdir"),
    ("train photos --weights no.keras", "There is no file no.keras"),
    ("train mobile_mask_rcnn fotos --workdir x", "no folder fotos; perhaps"),
    ("runs rum", "no folder rum; perhaps you meant 'run'. FOLDER is"),
    ("runs note.txt", "note.txt is a file. FOLDER is the folder that holds"),
    ("verify no", "no folder no. EXPORT is the folder that `deeplab export`"),
    ("verify photos", "photos holds no export_report.json"),
    ("app no.keras", "no.keras: no such model"),
    ("app empty", "without saved_model.pb"),
    ("figure masks rum --output x.png", "perhaps you meant 'run'"),
    ("demo --workdir note.txt", "note.txt is a file, and --workdir"),
]


def write_files(home):
    """Photographs, a run on them, a model, and what is none."""
    for name, top in (("images", 255), ("labels", 2)):
        folder = home / "photos" / name
        folder.mkdir(parents=True)
        for number in range(4):
            pixels = np.arange(64 * 64).reshape(64, 64) % top
            picture = Image.fromarray(pixels.astype(np.uint8))
            picture = picture if top == 2 else picture.convert("RGB")
            picture.save(folder / f"{number}.png")
    (home / "empty").mkdir()
    (home / "run").mkdir()
    recipe = {"recipe": {"data": {"root": "photos"}}}
    (home / "run" / "recipe.json").write_text(json.dumps(recipe))
    for name in ("m.keras", "run/best.keras"):
        write_stand_in(home / name)
    for name in ("note.txt", "bad.keras", "bad.tflite"):
        (home / name).write_text("no model")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Status, standard error and whether TensorFlow came, by command."""
    home = tmp_path_factory.mktemp("refusals")
    write_files(home)
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps([words.split() for words, _ in REFUSED]),
        capture_output=True,
        text=True,
        cwd=home,
        check=True,
    )
    answers = json.loads(done.stdout.splitlines()[-1])
    return dict(zip([words for words, _ in REFUSED], answers, strict=True))


@pytest.mark.parametrize(("words", "part"), REFUSED)
def test_a_wrong_path_is_refused_at_once(told, words, part):
    status, said, has_tensorflow = told[words]
    assert status == 2 and part in said
    assert said.startswith("error: ") and said.count("\n") == 1
    assert not has_tensorflow
