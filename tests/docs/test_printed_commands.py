"""The quickstart's commands, run in order, print what the page shows."""

import pytest

from tests.docs.markdown_pages import ROOT
from tests.docs.printed_commands import (
    lasting,
    run,
    shape,
    steps_of,
    with_outputs,
)

QUICKSTART = ROOT / "docs" / "quickstart.md"
PAGE = """Draw:

```
echo "3 of 4 images in 1.5 s"
echo "3 lines" >&2
```

```text
7 of 20 images in 0.2 s
12 lines
```

A tree:

```text
photos/
```

<!-- fragment: nobody runs it -->
```
false
```

```
deeplab --version
```

```text
deeplab-family 0.2.0
```
"""


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.docs.markdown_pages.ROOT", tmp_path)
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def steps(page):
    return steps_of(page)


def test_outputs_stand_directly_behind_their_commands(steps):
    assert [step.commands.line for step in steps] == [4, 25]
    assert [step.printed.line for step in steps] == [9, 29]


def test_all_that_a_step_prints_is_returned(steps, tmp_path):
    output = run(steps[0], tmp_path)
    assert output == "3 of 4 images in 1.5 s\n3 lines\n"
    assert shape(output) == shape(steps[0].printed.text)


def test_a_command_that_fails_is_told_with_its_output(page, tmp_path):
    page.write_text("```\necho said; false; echo not\n```\n")
    (step,) = steps_of(page)
    with pytest.raises(RuntimeError, match="status 1:\n.*\nsaid\n$"):
        run(step, tmp_path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("step 1/9: 1.5\nstep 2/9: 0.3\ndone", "step 3/9: 2\ndone"),
        ("│ sky │ 0.93 │\n└─────┘", "│ sky │ 1.0e-05 │"),
        (f"SHA {'0a' * 32}", f"SHA {'f1' * 32}"),
        ("took 4 min", "took 70 s"),
        ("INFO: a delegate\nok\n\n\n", "\nok   "),
        ("E0000 00:00:1795.8 28 cuda.cc:52] no driver\nok", "ok"),
        ("model_int8.tflite  4.88  ok", "model_int8.tflite 5.4 ok"),
    ],
)
def test_figures_and_rules_are_no_words(one, other):
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 images", "3 labels"),
        ("ok", "ok\nWritten"),
        ("model_int8.tflite ok", "model_int16.tflite ok"),
        ("1 image, 2 found", "1 image"),
    ],
)
def test_words_are_compared(one, other):
    assert shape(one) != shape(other)


def test_a_progress_does_not_last():
    text = "times each: 0 of 1\n\n\n\nImage size, of 3 of 4 images  \n"
    assert lasting(text) == "\n\nImage size, of 3 of 4 images".strip()


def test_only_outputs_are_replaced(steps):
    first, last = (step.printed for step in steps)
    changed = with_outputs(PAGE, [(first, "one\ntwo \nthree\n\n"), (last, "4")])
    assert changed == PAGE.replace(first.text, "one\ntwo\nthree\n").replace(
        last.text, "4\n"
    )


def test_commands_without_an_output_are_steps_too(page):
    page.write_text("```\ndeeplab\n```\n\nWords.\n\n```text\na tree\n```\n")
    assert [step.printed for step in steps_of(page)] == [None]


@pytest.mark.slow
def test_the_quickstart_prints_what_it_shows(tmp_path):
    """As it stands, but for the installation: some ten minutes."""
    for step in steps_of(QUICKSTART):
        if not step.commands.text.startswith("pip install"):
            output = run(step, tmp_path)
            if step.printed:
                assert shape(output) == shape(step.printed.text)
    assert (tmp_path / "phone" / "photo.png").exists()
