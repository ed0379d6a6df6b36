import re
import xml.etree.ElementTree as xml

from export.report import Verification
from export.report.artifact_results import Artifact
from export.report.file_bars import bar_groups
from export.tolerances import Limit


def artifact(path, megabytes, ms, **scores):
    return Artifact(
        name=path,
        path=path,
        size_bytes=int(megabytes * 1e6),
        latency_ms=ms,
        largest_difference=0.1,
        mean_difference=0.01,
        equal_pixels=0.75,
        limit=Limit(equal_pixels=0.9, largest_difference=1, mean_iou_drop=0.1),
        **scores,
    )


def shown(artifacts, **keras):
    """Title -> (name, text, width) of each bar."""
    measured = Verification(
        artifacts=tuple(artifacts), keras_latency_ms=40.0, **keras
    )
    groups = {}
    for title, bars in bar_groups(measured):
        items = xml.fromstring(re.sub("<wbr>", "", str(bars))).findall("li")
        groups[title] = [
            (
                item.find("span/bdi").text,
                item.find("span[@class='value']").text,
                float(item.find("svg/rect[@class='series-0']").get("width")),
            )
            for item in items
        ]
    return groups


FILES = [
    artifact("<a>.tflite", 8, 20.0, mean_iou=0.5, mean_iou_drop=0.0123),
    artifact("b.tflite", 2, 10.0, mean_iou=0.25, mean_iou_drop=-0.001),
]


def test_sizes_and_times_are_relative_to_the_largest():
    groups = shown(FILES, keras_mean_iou=0.75)
    assert groups["Size, MB"] == [
        ("<a>.tflite", "8.00", 100),
        ("b.tflite", "2.00", 25),
    ]
    assert groups["Time of one image, ms"] == [
        ("Keras model", "40.0", 100),
        ("<a>.tflite", "20.0", 50),
        ("b.tflite", "10.0", 25),
    ]


def test_accuracy_is_on_its_own_scale_beside_the_keras_model():
    groups = shown(FILES, keras_mean_iou=0.75)
    assert groups["mean IoU, and points below Keras"] == [
        ("Keras model", "0.7500", 75),
        ("<a>.tflite", "0.5000 (1.23)", 50),
        ("b.tflite", "0.2500 (-0.10)", 25),
    ]


def test_without_labels_equal_pixels_stand_for_the_accuracy():
    groups = shown([artifact("a", 1, 1.0)])
    assert groups["Pixels equal to the Keras model's"] == [("a", "75.000%", 75)]


def test_an_export_of_nothing_has_no_bars():
    assert shown([]) == {}
