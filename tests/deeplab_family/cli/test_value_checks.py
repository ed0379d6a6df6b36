"""Values out of range, of every command: one line, named, and early."""

import pytest

from deeplab_family.cli.main import main

WRONG = {
    "compare RUN": (
        "--rounds 0",
        "--num-classes 0",
        "--image-size 0 5",
    ),
    "demo": ("--steps 0",),
    "doctor RUN": (
        "--samples -1",
        "--confidence 1.5",
        "--val-share 1",
    ),
    "evaluate RUN": (
        "--batch-size 0",
        "--pad-to -1 64",
        "--pad-to 0 64",
        "--temperature 0",
        "--temperature -2",
        "--temperature nan",
        "--val-share -0.1",
        "--output-stride 7",
        "--output-stride -8",
        "--output-stride 64",
        "--scales 9",
        "--window -5",
        "--window 64 --window-overlap 1",
        "--max-memory much",
    ),
    "export RUN": (
        "--image-size 0 0",
        "--image-limit 0",
        "--reference-images -1",
        "--int8-equal-pixels 2",
        "--max-miou-drop 101",
        "--max-size -1",
        "--max-latency-ratio 0",
        "--val-share 3",
    ),
    "figure valid-weights --output OUT.png": (
        "--map-size -3 0",
        "--scales -1",
        "--samples 0",
    ),
    "figure stages RUN --output OUT.png --data DATA": (
        "--crop 0 8",
        "--steps 0",
    ),
    "figure side-by-side RUN --output OUT.png --images RUN": (
        "--patch -1 0 8 8",
        "--patch 0 0 0 8",
    ),
    "inspect RUN": (
        "--image-size -1 5",
        "--num-classes 0",
        "--pixel -1 0",
    ),
    "predict RUN RUN": (
        "--batch-size 0",
        "--frames 0",
        "--opacity 2",
        "--smooth 1",
        "--output-stride 12",
        "--scales 0",
    ),
    "records RUN": ("--shards 0", "--val-share 1"),
    "verify RUN": ("--image-limit 0", "--val-share -1"),
}


@pytest.mark.parametrize(
    ("command", "wrong"),
    [(command, wrong) for command, flags in WRONG.items() for wrong in flags],
)
def test_the_flag_is_named_in_one_line(
    command, wrong, tmp_path, monkeypatch, capsys
):
    def start():
        raise AssertionError("values are checked before TensorFlow starts")

    module = f"deeplab_family.cli.{command.split()[0]}"
    monkeypatch.setattr(f"{module}.start_tensorflow", start, raising=False)
    model = tmp_path / "best.keras"
    model.touch()  # what opens it has another error
    line = command.replace("OUT", str(tmp_path / "out")).split()
    line = [{"RUN": str(model), "DATA": str(tmp_path)}.get(w, w) for w in line]
    assert main(line + wrong.split()) == 2
    error = capsys.readouterr().err
    flag, *values = wrong.split("--")[-1].split()
    assert f"--{flag} " in error and error.count("\n") == 1
    received = error.partition("Received: ")[2]
    assert received.strip("\n'") == " ".join(values)
    assert [path.name for path in tmp_path.iterdir()] == ["best.keras"]
