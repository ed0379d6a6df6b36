import subprocess
import sys

import pytest

from deeplab_family.cli.export import ARTIFACTS_HELP
from export import ExportError, ExportSettings
from export.artifacts import ARTIFACTS, default_artifacts


def test_the_table_costs_no_tensorflow():
    program = (
        "import sys, export.artifacts\n"
        "sys.exit(bool({'tensorflow', 'keras', 'numpy'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_defaults_serve_and_ship():
    assert default_artifacts() == ("serving", "float32", "float16", "int8")


@pytest.mark.parametrize("name", ARTIFACTS)
def test_help_settings_and_calibration_follow_from_the_table(name):
    assert f"{name} ({ARTIFACTS[name].about})" in ARTIFACTS_HELP
    wish = {"image_size": (9, 9), "artifacts": (name,), "images": "folder"}
    if not ARTIFACTS[name].calibrated:
        assert ExportSettings(**wish).limit_of(name) == ARTIFACTS[name].limit
        return
    with pytest.raises(ExportError, match=f"{name} learns its value ranges"):
        ExportSettings(**wish)


def test_what_stands_for_the_model_is_exact():
    exact = [e.limit for e in ARTIFACTS.values() if e.stands_for_model]
    assert len(exact) >= 2 and all(
        limit.largest_difference <= 1e-3 for limit in exact
    )
