"""docs/scale/job.yaml does what it says."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deeplab_family.cli.options import parse
from deeplab_family.cli.predict_shards import Options

yaml = pytest.importorskip("yaml")
JOB = Path(__file__).parents[3] / "docs" / "scale" / "job.yaml"
STAND_IN = """#!{python}
import json, os, sys
json.dump(sys.argv[1:], open({seen!r}, "w"))
sys.exit(int(os.environ["STATUS"]))
"""


@pytest.fixture
def container():
    job = yaml.safe_load(JOB.read_text())
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
    assert job["spec"]["completionMode"] == "Indexed"
    (found,) = job["spec"]["template"]["spec"]["containers"]
    return found


def run_pod(container, folder, status: int):
    """Runs the command of pod 7 with a stand-in for `deeplab`."""
    seen = folder / "words.json"
    stand_in = folder / "deeplab"
    stand_in.write_text(STAND_IN.format(python=sys.executable, seen=str(seen)))
    stand_in.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    names = {"PATH": path, "JOB_COMPLETION_INDEX": "7", "STATUS": str(status)}
    words = container["command"] + container["args"]
    return subprocess.run(words, env=os.environ | names).returncode, seen


def test_pod_7_segments_shard_7(container, tmp_path):
    status, seen = run_pod(container, tmp_path, 0)
    command, *words = json.loads(seen.read_text())
    assert (status, command) == (0, "predict-shards")
    options = parse(Options, command, words)
    assert options.images == (Path("/shards/images-00007-of-01000.tfrecord"),)
    assert options.output == Path("/results/00007")


@pytest.mark.parametrize("status,of_pod", [(0, 0), (1, 0), (2, 1), (137, 1)])
def test_refused_images_fail_no_pod(status, of_pod, container, tmp_path):
    assert run_pod(container, tmp_path, status)[0] == of_pod


def test_every_mounted_volume_is_there(container):
    spec = yaml.safe_load(JOB.read_text())["spec"]["template"]["spec"]
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    assert mounted == {volume["name"] for volume in spec["volumes"]}
