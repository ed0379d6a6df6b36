import json
import subprocess
import sys

import pytest

from deeplab_family.analysis import multiply_adds
from deeplab_family.cli.compare import interleaved_timing
from deeplab_family.cli.main import main
from deeplab_family.cli.networks import load_network
from tests.count_parameters import trainable


class Runner:
    """Takes the seconds it was given, and writes down when."""

    def __init__(self, name, seconds, diary):
        self.name, self.seconds, self.diary = name, iter(seconds), diary

    def timed_runs(self):
        self.diary.append(self.name)
        return [next(self.seconds)]


def test_all_run_in_rotating_turns_and_the_median_counts():
    diary = []
    runners = [
        Runner("a", [1, 9, 2], diary),
        Runner("b", [5, 4, 6], diary),
    ]
    assert interleaved_timing(runners, rounds=3) == [2, 5]
    assert "".join(diary) == "abbaab"


def test_measures_each_network_in_a_thin_process(trained, tmp_path):
    model = str(trained / "best.keras")
    path = tmp_path / "comparison.json"
    words = ["compare", model, "synthetic_mobile", "--json", str(path)]
    words += ["--image-size", "33", "49", "--rounds", "2"]
    program = (
        "import sys\n"
        "from deeplab_family.cli.main import main\n"
        f"assert main({words!r}) == 0\n"
        "assert 'tensorflow' not in sys.modules\n"
    )
    text = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    first, second = json.loads(path.read_text())["networks"]
    assert first["network"] == model and "synthetic_mobile" in text
    network = load_network(model, 21)
    assert first["parameters"] == trainable(network)
    assert first["multiply_adds"] == multiply_adds(network, 33, 49)
    assert second["parameters"] > first["parameters"]
    for row in (first, second):
        assert 1e8 < row["start_bytes"] < row["peak_bytes"]
        assert row["seconds"] > 0
        assert f"{row['seconds'] * 1e3:.1f}" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["voc_deeplabv3", "--rounds", "0"], "--rounds"),
        (["voc_deeplabv3", "--num-classes", "0"], "--num-classes"),
        (["voc_deeplabv3", "--image-size", "9", "-1"], "--image-size"),
    ],
)
def test_impossible_requests_are_refused(words, message, capsys):
    assert main(["compare", *words]) == 2
    assert message in capsys.readouterr().err
