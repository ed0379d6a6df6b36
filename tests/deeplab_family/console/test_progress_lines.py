import io
import time

import pytest

from deeplab_family.console import progress_lines as module
from deeplab_family.console.progress_lines import (
    ProgressLines,
    duration,
)
from deeplab_family.console.terminal import Console


class Clock:
    """Gives the seconds that a test says."""

    now = 0.0

    def __call__(self):
        return self.now


def show_with(clock, **options):
    text = io.StringIO()
    console = Console(file=text, width=80, **options)
    return ProgressLines(console, clock), text


def test_a_log_file_gets_a_line_a_minute():
    clock = Clock()
    progress, text = show_with(clock)
    with progress as show:
        for done in range(1001):
            clock.now = 0.25 * done
            show("segmenting", done, 1000)
    assert text.getvalue().splitlines() == [
        "segmenting: 240 of 1,000, about 3 min left",
        "segmenting: 480 of 1,000, about 2 min left",
        "segmenting: 720 of 1,000, about 70 s left",
        "segmenting: 960 of 1,000, about 10 s left",
    ]


def test_a_step_of_minutes_is_told_while_it_lasts(monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 0.1)
    text = io.StringIO()
    with ProgressLines(Console(file=text, width=80)) as show:
        show("writes serving", 0, 2)
        time.sleep(0.05)
        show("writes int8", 0, 2)
        until = time.monotonic() + 20
        while text.getvalue().count("\n") < 2 and time.monotonic() < until:
            time.sleep(0.01)
        show("writes int8", 2, 2)
        said = text.getvalue()
        time.sleep(0.2)
    assert set(said.splitlines()) == {"writes int8: 0 of 2"}
    assert said.count("\n") >= 2 and text.getvalue() == said


def test_short_work_says_nothing_and_stages_share_a_minute():
    clock = Clock()
    progress, text = show_with(clock)
    with progress as show:
        clock.now = 59
        show("checking files", 1, 2)
        assert text.getvalue() == ""
        clock.now = 61
        show("evaluating", 1, 2)
        clock.now = 120
        show("evaluating", 1, 2)
    assert text.getvalue() == "evaluating: 1 of 2\n"


@pytest.mark.parametrize("first", [0, 5])
def test_the_rest_is_told_by_the_images_after_the_first(first):
    """5 in 100 s, which trace the network, then one in 4 s."""
    clock = Clock()
    progress, text = show_with(clock)
    with progress as show:
        if first == 0:
            show("evaluating", 0, 100)
        clock.now = 100
        show("evaluating", 5, 100)
        clock.now = 180
        show("evaluating", 25, 100)
    assert text.getvalue().splitlines() == [
        "evaluating: 5 of 100",
        "evaluating: 25 of 100, about 5 min left",
    ]


@pytest.mark.parametrize("terminal", [False, True])
def test_a_line_without_a_total_stays(terminal):
    progress, text = show_with(Clock(), force_terminal=terminal)
    line = "float16: " + "converted " * 12
    with progress as show:
        show("compares", 1, 2)
        show(line, 0, 0)
        assert progress._bar is None
    assert text.getvalue().endswith(f"{line}\n")


def test_lines_are_not_torn_on_a_narrow_screen():
    clock = Clock()
    text = io.StringIO()
    with ProgressLines(Console(file=text, width=20), clock) as show:
        show("checking files", 1, 123456)
        clock.now = 3600.0
        show("checking files", 2345, 123456)
    [line] = text.getvalue().splitlines()
    assert len(line) < 80 and "2,345 of 123,456" in line


def test_a_terminal_gets_a_bar_that_goes_away():
    clock = Clock()
    progress, text = show_with(clock, force_terminal=True)
    with progress as show:
        show("segmenting", 1, 2)
        assert progress._bar is not None
        show("segmenting", 2, 2)
        assert progress._bar is None
    assert "segmenting" in text.getvalue()
    assert text.getvalue().endswith("\x1b[2K")  # the line is erased


def test_an_error_gives_the_terminal_back():
    progress, _ = show_with(Clock(), force_terminal=True)
    with pytest.raises(ValueError), progress as show:
        show("segmenting", 1, 2)
        raise ValueError
    assert progress._bar is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "0 s"),
        (99, "99 s"),
        (300, "5 min"),
        (7800, "2 h 10 min"),
        (7e5, "8 days"),
    ],
)
def test_durations_in_words(seconds, words):
    assert duration(seconds) == words
