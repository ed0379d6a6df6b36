"""Commands on the pages have names and flags that `deeplab` knows."""

import pytest

from tests.docs.documented_commands import (
    commands_of,
    complaint,
    known_flags,
    unknown_flags,
    words_of,
)
from tests.docs.markdown_pages import PAGES, ROOT, name_of

CHANGES = ROOT / "CHANGELOG.md"
"""Tells of flags alone, and of some that are gone."""

SHOWN = {
    page: found
    for page in PAGES
    if page != CHANGES and (found := commands_of(page))
}


@pytest.mark.parametrize("page", SHOWN, ids=name_of)
def test_the_command_line_takes_what_the_page_shows(page):
    wrong = {
        f"{each.place}: deeplab {' '.join(each.words)}": reason
        for each in SHOWN[page]
        if (reason := complaint(each.words))
    }
    assert wrong == {}


@pytest.fixture(scope="module")
def flags():
    return known_flags()


@pytest.mark.parametrize("page", SHOWN, ids=name_of)
def test_flags_in_sentences_are_those_of_a_command(page, flags):
    assert unknown_flags(page, flags) == []


def test_a_wrong_flag_in_a_sentence_is_found(tmp_path, flags):
    page = tmp_path / "page.md"
    page.write_text(
        "`--lr 0.1`, `--trainval.lr`, `--data.no-deterministic`, `--data.mix`, "
        "`--train.loss.losses.0.class-weights doctor`\n"
        "`--learning-rate 1`, `--data.mixed`, `--coco.lrs`\n"
    )
    assert unknown_flags(page, flags) == [
        f"line 2: {flag}"
        for flag in ("--learning-rate", "--data.mixed", "--coco.lrs")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "deeplab trian photos",
        "deeplab train photos --epoch 3",
        "deeplab train photos --train.loss.alpha 0.5",
        "deeplab train voc_deeplabv3_ful VOC",
        "deeplab train deeplabv3/table-5/none VOC",
        "deeplab train voc_deeplabv3_full VOC --trainaug.lr 0.1",
        "deeplab predict runs/photos photo.jpg --batchsize 2",
        "deeplab evaluate runs/photos --batch-size many",
        "deeplab recipes voc_deeplab",
        "deeplab experiments deeplabv3/table-99",
    ],
)
def test_a_wrong_command_is_found(line):
    assert complaint(words_of(line)) != ""


def test_a_command_ends_at_a_comment_or_a_pipe():
    assert words_of("$ deeplab runs DIR --json | jq .  # all") == (
        *("runs", "DIR"),
        "--json",
    )
