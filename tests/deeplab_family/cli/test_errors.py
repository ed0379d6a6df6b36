import pytest
import tensorflow as tf

from deeplab_family.cli import errors


def stumble(error):
    def run():
        raise error

    return run


def test_success_keeps_its_status():
    assert errors.guard(lambda: None) == 0
    assert errors.guard(lambda: 1) == 1


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("`x` must be 1"), "error: `x` must be 1\n"),
        (OSError(28, "No space left", "a/b"), "error: No space left: a/b\n"),
        (FloatingPointError("The loss is nan"), "error: The loss is nan\n"),
        (
            ValueError("no class \x1b[2J[/b] \udcff"),
            "error: no class \\x1b[2J[/b] \\xff\n",
        ),
        (
            tf.errors.InvalidArgumentError(
                None,
                None,
                "Graph execution error:\n\nDetected at node Assert/Assert "
                "defined at (most recent call last):\n<stack traces "
                "unavailable>\nassertion failed: [a.jpg cannot be used]\n\t "
                "[[{{node Assert/Assert}}]] [Op:__inference_train_1]",
            ),
            "error: a.jpg cannot be used\n",
        ),
        (KeyboardInterrupt(), "stopped by Ctrl-C.\n"),
        (
            tf.errors.InvalidArgumentError(None, None, "bad\n\tgraph story"),
            "error: bad\n",
        ),
    ],
)
def test_what_people_cause_becomes_one_line(error, line, capsys):
    expected = 130 if isinstance(error, KeyboardInterrupt) else 2
    assert errors.guard(stumble(error)) == expected
    assert capsys.readouterr().err == line


def test_bugs_keep_their_traceback():
    with pytest.raises(TypeError):
        errors.guard(stumble(TypeError("a bug")))


def test_traceback_on_request(monkeypatch):
    monkeypatch.setenv("DEEPLAB_TRACEBACK", "1")
    with pytest.raises(ValueError, match="wrong"):
        errors.guard(stumble(ValueError("wrong")))
