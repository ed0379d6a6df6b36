"""The job files of docs/scale/distributed.md do what the page says."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from deeplab_family.cli.short_flags import sort_words
from deeplab_family.cli.stage_source import find_staged_source
from deeplab_family.cli.stage_words import sort_by_stage
from deeplab_family.cli.worker_flags import take_workers
from deeplab_family.training import Workers

DOCS = Path(__file__).parents[3] / "docs" / "scale"
PAGE = (DOCS / "distributed.md").read_text(encoding="utf-8")
SLURM = DOCS / "train.slurm"
TFJOB = DOCS / "tfjob.yaml"

COMMANDS = {
    "scontrol": """if [ "$1" = show ]; then printf 'alpha\\nbeta\\n'
else echo "scontrol $*" >> "$LOG"; fi""",
    "srun": """shift
SLURM_PROCID=0 "$@"; SLURM_PROCID=1 "$@" """,
    "deeplab": 'echo "deeplab $*" >> "$LOG"; exit "$STATUS"',
}


def parsed(words):
    """Words behind `deeplab train` as the command line reads them."""
    workers, rest = take_workers(list(words))
    names = [word for word in rest[:2] if not word.startswith("--")]
    source = find_staged_source(names[:1])
    stages = source.names if source else ()
    sorted_words = sort_by_stage(rest, stages)
    sort_words(list(sorted_words.common))
    return workers, sorted_words


def run_slurm(tmp_path, status, restarts=0):
    """Runs the script with commands that note what they are asked."""
    for name, body in COMMANDS.items():
        path = tmp_path / name
        path.write_text(f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)
    log = tmp_path / "log"
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "LOG": str(log),
        "STATUS": str(status),
        "SLURM_JOB_ID": "4711",
        "SLURM_JOB_NODELIST": "alpha,beta",
        "SLURM_RESTART_COUNT": str(restarts),
    }
    done = subprocess.run(["bash", SLURM], env=environment, check=False)
    return done.returncode, log.read_text().splitlines()


def test_slurm_gives_every_task_the_list_and_its_index(tmp_path):
    status, (first, second) = run_slurm(tmp_path, 0)
    assert status == 0
    hosts = ("alpha:24711", "beta:24711")
    for index, line in enumerate((first, second)):
        workers, words = parsed(shlex.split(line)[2:])
        assert workers == Workers(hosts, index)
        assert "/shared/runs/voc" in words.common


@pytest.mark.parametrize(
    ("status", "restarts", "again"),
    [(75, 0, True), (137, 3, True), (2, 0, False), (75, 50, False)],
)
def test_slurm_starts_again_what_can_go_on(tmp_path, status, restarts, again):
    ended, lines = run_slurm(tmp_path, status, restarts)
    assert ended == status
    assert ("scontrol requeue 4711" in lines) == again


def test_slurm_asks_for_one_task_a_machine_and_an_early_signal():
    text = SLURM.read_text()
    subprocess.run(["bash", "-n", SLURM], check=True)
    assert "#SBATCH --ntasks-per-node=1\n" in text
    assert "#SBATCH --signal=USR1@" in text  # not B: the tasks, not the shell


def test_the_tfjob_starts_workers_on_a_shared_folder(monkeypatch):
    job = yaml.safe_load(TFJOB.read_text())
    assert (job["apiVersion"], job["kind"]) == ("kubeflow.org/v1", "TFJob")
    (kind,) = job["spec"]["tfReplicaSpecs"]
    assert kind == "Worker"
    replica = job["spec"]["tfReplicaSpecs"][kind]
    pod = replica["template"]["spec"]
    (container,) = pod["containers"]
    assert container["name"] == "tensorflow"  # as the operator demands
    words = container["command"] + container["args"]
    assert words[:2] == ["deeplab", "train"]
    assert all(isinstance(word, str) for word in words)
    monkeypatch.setenv(
        "TF_CONFIG",
        '{"cluster": {"worker": ["voc-worker-0.default.svc:2222", '
        '"voc-worker-1.default.svc:2222"]}, "task": {"type": "worker", '
        '"index": 1}, "environment": "cloud"}',
    )
    workers, sorted_words = parsed(words[2:])
    assert (workers.index, workers.patience) == (1, 1800)
    assert len(workers.addresses) == replica["replicas"]
    place = sorted_words.common[sorted_words.common.index("--workdir") + 1]
    mounts = {m["mountPath"]: m["name"] for m in container["volumeMounts"]}
    volumes = {v["name"] for v in pod["volumes"]}
    assert any(place.startswith(mount) for mount in mounts)
    assert set(mounts.values()) == volumes


def test_the_commands_of_the_page_are_known():
    lines = re.findall(r"^(?:\w+\$ +)?(deeplab train .+)$", PAGE, re.MULTILINE)
    assert len(lines) == 4
    found = [parsed(shlex.split(line)[2:])[0] for line in lines]
    hosts = ("alpha:5000", "beta:5000")
    assert found[2:] == [Workers(hosts, 0), Workers(hosts, 1)]
