from rich.console import Console

from export import Finding, VerifyResult

GOOD = Finding(path=".", check="checksum", good=True, detail="all fine")
BAD = Finding(path="m.tflite", check="limits", good=False, detail="strays")


def test_only_what_failed_is_a_failure():
    result = VerifyResult(findings=(GOOD, BAD), caption="")
    assert result.failures == ["m.tflite: strays"]


def test_the_table_shows_both():
    console = Console(width=80)
    with console.capture() as capture:
        result = VerifyResult(findings=(GOOD, BAD), caption="on 4 images")
        console.print(result.table())
    text = capture.get()
    for words in ("all fine", "FAILED", "m.tflite", "on 4 images"):
        assert words in text


def test_names_are_shown_as_they_are_written():
    bad = Finding(path="[/b].png", check="x", good=False, detail="\x1b[2J")
    console = Console(width=80)
    with console.capture() as capture:
        console.print(VerifyResult(findings=(bad,), caption="[/b]").table())
    text = capture.get()
    assert "[/b].png" in text and "\\x1b[2J" in text
