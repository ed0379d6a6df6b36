import io

from deeplab_family.cli import steps
from deeplab_family.cli.steps import Steps


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_log_gets_whole_lines_and_a_step_once_a_minute(monkeypatch):
    clock = iter([0.0, 30.0, 61.0, 61.0, 62.0])
    monkeypatch.setattr(steps.time, "monotonic", lambda: next(clock))
    log = io.StringIO()
    say = Steps(log)
    say("compares", 0, 20)
    say("compares", 1, 20)
    say("compares", 2, 20)
    line = "float16: " + "converted " * 12
    say(line, 0, 0)
    assert log.getvalue() == f"compares (2 of 20)\n{line}\n"


def test_a_terminal_gets_a_bar_that_leaves_nothing_behind():
    terminal = Terminal()
    say = Steps(terminal)
    say("compares", 10, 20)
    assert terminal.getvalue().endswith("] 11 of 20, compares")
    assert terminal.getvalue().count("#") == steps.BAR // 2
    say("done", 0, 0)
    assert terminal.getvalue().endswith(f"compares{steps.ERASE}done\n")
    say.close()
    assert terminal.getvalue().endswith("done\n")
    assert terminal.getvalue().count("\n") == 1
