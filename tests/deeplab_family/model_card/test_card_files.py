import json
import os
from dataclasses import replace

import pytest

from deeplab_family.model_card.card_files import (
    read_model_card,
    write_model_card,
)
from deeplab_family.model_card.card_markdown import as_markdown
from deeplab_family.model_card.model_card import ModelCard
from tests.deeplab_family.model_card.cards import FULL


@pytest.mark.parametrize("card", [FULL, ModelCard(name="bare")])
def test_a_card_comes_back_as_it_was(card, tmp_path):
    write_model_card(tmp_path / "run", card)
    assert read_model_card(tmp_path / "run") == card
    text = (tmp_path / "run" / "model_card.md").read_text(encoding="utf-8")
    assert text == as_markdown(card)


def test_a_write_that_is_killed_leaves_the_old_card(tmp_path, monkeypatch):
    write_model_card(tmp_path, FULL)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            write_model_card(tmp_path, replace(FULL, name="other"))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_an_equal_card_is_not_written_again(tmp_path):
    write_model_card(tmp_path, FULL)
    before = {p: p.stat().st_ino for p in tmp_path.iterdir()}
    write_model_card(tmp_path, FULL)
    assert {p: p.stat().st_ino for p in tmp_path.iterdir()} == before


def test_a_folder_without_a_card_has_none(tmp_path, caplog):
    assert read_model_card(tmp_path) is None
    assert caplog.text == ""


@pytest.mark.parametrize(
    "change",
    [
        {"scores": 3},
        {"task": "image-to-image"},
        {"splits": [["train", "many"]]},
        {"colour": "red"},
    ],
)
def test_facts_of_others_are_named_and_left(change, tmp_path, caplog):
    write_model_card(tmp_path, FULL)
    path = tmp_path / "model_card.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    assert read_model_card(tmp_path) is None
    assert "model_card.json is no model card" in caplog.text
