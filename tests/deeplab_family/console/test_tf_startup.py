import subprocess
import sys


def test_tensorflow_starts_without_a_word():
    program = (
        "from deeplab_family.console.tf_startup import start_tensorflow\n"
        "start_tensorflow()\n"
        "import sys; print('still here', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "still here\n"
    assert done.stdout == ""
