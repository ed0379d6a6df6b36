"""`deeplab experiments`: lists, details, JSON; without TensorFlow."""

import json
import subprocess
import sys

import pytest

from deeplab_family.cli.experiments import main
from deeplab_family.papers import experiments


def test_json_has_the_rows_of_a_table_and_no_others(capsys):
    assert main(["deeplabv3/table-1", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["paper"]["value"] for row in rows] == [
        *(75.18, 73.88, 70.06, 59.99, 42.34, 20.29)
    ]


def test_json_of_all(capsys):
    main(["--json"])
    found = json.loads(capsys.readouterr().out)
    assert [row["address"] for row in found] == list(experiments())


def test_details_name_stages_and_what_shares_the_training(capsys):
    main(["deeplabv3/table-12/output-stride-8"])
    text = capsys.readouterr().out
    assert "cityscapes train: 90,000 steps of 16 x 769 x 769" in text
    assert "deeplabv3/table-13/deeplabv3" in text
    assert text.endswith("train deeplabv3/table-12/output-stride-8 DATA\n")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("deeplabv3/tabel-5", "deeplabv3/table-5"), ("duc-hdc", "duc_hdc")],
)
def test_unknown_names_are_refused_with_the_nearest(word, meant):
    with pytest.raises(ValueError, match=f"perhaps you meant '{meant}'"):
        main([word])


def test_no_tensorflow_is_imported():
    code = (
        "import sys; from deeplab_family.cli.experiments import main; "
        "main(['vortex', '--json']); "
        "assert not {'tensorflow', 'keras'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
