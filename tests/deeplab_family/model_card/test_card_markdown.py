import re
from dataclasses import replace

import pytest

from deeplab_family.model_card.card_markdown import as_markdown, markdown_text
from deeplab_family.model_card.model_card import (
    DETECTION,
    ModelCard,
    StartingWeights,
)
from tests.deeplab_family.model_card.cards import (
    FULL,
    front_matter,
    rows,
    shown,
)

HOSTILE = "*a*|<img src=x>\n# [b](javascript:c)\n---\n`d` _e_ ${f}"


def test_the_front_matter_is_that_of_the_hub():
    assert front_matter(as_markdown(FULL)) == {
        "license": "mit",
        "library_name": "keras",
        "pipeline_tag": "image-segmentation",
        "tags": [
            "deeplab-family",
            "image-segmentation",
            "deeplabv3plus",
            "resnet50",
        ],
        "metrics": ["mean_iou"],
        "model-index": [
            {
                "name": "photos",
                "results": [
                    {
                        "task": {"type": "image-segmentation"},
                        "dataset": {
                            "name": "town",
                            "type": "folder",
                            "split": "val",
                        },
                        "metrics": [
                            {
                                "type": "mean_iou",
                                "name": "mean IoU",
                                "value": 0.625,
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_every_fact_is_on_the_page():
    text = as_markdown(FULL)
    assert rows(text, "Scores") == {
        "score": "value",
        "---": "---",
        "mean IoU": "0.6250 (0.5000 to 0.7500)",
        "mean Dice": "nothing to judge",
        "class": "IoU",
        "road": "0.5000",
        "traffic_light": "0.7500",
        "sky": "absent",
    }
    assert rows(text, "Training")["loss"] == "ohem"
    assert rows(text, "Files")["model.tflite"] == "equal"
    for line in (
        "- Data set: town (layout folder)",
        "- train: 1,200 images",
        "- val: 30 images",
        "- Source: ResNet, r.h5",
        "- Licence: MIT, as its publisher states it",
        "- Trained on crops of 8 x 9 pixels.",
        f"- SHA-256: {'cd' * 32}",
        "- Versions: keras 3.14, tensorflow 2.21",
        "    deeplab predict photos PHOTO.jpg",
    ):
        assert line in text.splitlines()


def test_what_is_unknown_is_said():
    text = as_markdown(ModelCard(name="m"))
    matter = front_matter(text)
    assert matter["license"] == "unknown"
    assert "metrics" not in matter and "model-index" not in matter
    assert "Unknown, and so is their licence: ask who trained" in text
    assert text.count("Unknown: the model's file does not say it.") == 2
    assert "None of this state of the weights." in text


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (StartingWeights(source="x.pth"), "unknown: ask the source"),
        (StartingWeights(), "none: the training started from random numbers"),
    ],
)
def test_a_licence_is_never_made_up(weights, words):
    text = as_markdown(replace(FULL, weights=weights))
    assert f"- Licence: {words}\n" in text
    assert front_matter(text)["license"] == "unknown"


def test_a_hostile_name_is_text_wherever_it_stands():
    hostile = replace(
        FULL,
        name=HOSTILE,
        dataset=HOSTILE,
        classes=(HOSTILE, "b", "c"),
        splits=((HOSTILE, 1), ("val", 30)),
        commands=(f"deeplab predict '{HOSTILE}'",),
    )
    text, plain = as_markdown(hostile), as_markdown(FULL)
    one_line = HOSTILE.replace("\n", r"\n")
    assert front_matter(text)["model-index"][0]["name"] == one_line
    assert len(text.splitlines()) == len(plain.splitlines())
    assert rows(text, "Scores")[one_line] == "0.5000"
    body = text[text.index("\n---\n", 4) + 5 :]
    prose = "\n".join(x for x in body.splitlines() if x[:4] != "    ")
    assert "<" not in prose
    assert not re.search(r"(?<!\\)[`\[\]*]", prose)
    assert text.count("\n# ") == 1, "no heading but its own"


@pytest.mark.parametrize(
    "name", ["traffic_light", "Strauß & Söhne", "a-b.c", "road (wet)"]
)
def test_a_plain_name_stays_readable(name):
    assert markdown_text(name) == name.replace("&", "&amp;")
    assert shown(markdown_text(name)) == name


def test_few_images_are_said():
    line = "The scores come from 19 images"
    assert line in as_markdown(replace(FULL, judged_images=19))
    assert "The scores come from" not in as_markdown(
        replace(FULL, judged_images=20)
    )


def test_a_detector_misses_what_a_network_of_pixels_names():
    assert "gets one of them all the same" in as_markdown(FULL)
    text = as_markdown(replace(FULL, task=DETECTION))
    assert "is missed, or taken for one of them" in text
    assert "Detection of objects of 3 classes in photographs" in text
