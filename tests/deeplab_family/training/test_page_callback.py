"""Curves and page of a run, as it leaves them."""

import re

import numpy as np
from PIL import Image

from deeplab_family.pages.line_chart import COLORS
from deeplab_family.training import WorkDirectory
from deeplab_family.training.history import History
from deeplab_family.training.page_callback import TrainingPages
from deeplab_family.training.train_state import TrainState
from input_pipeline import DatasetSpec
from tests.tiny_recipe import tiny_mobile

SPEC = DatasetSpec(("road", "sky"), ((0, 0, 0), (1, 2, 3)))


def pages_of(path, rows, total_steps=8):
    workdir = WorkDirectory(path)
    history = History(workdir.history)
    for row in rows:
        history.add(row)
    recipe = tiny_mobile("photos", total_steps=total_steps)
    state = TrainState(step=rows[-1]["step"])
    picture = np.full((10, 20, 3), 90, np.uint8)
    return TrainingPages(recipe, SPEC, workdir, state, history, [picture])


def test_a_run_leaves_its_curves_and_its_page(finished):
    model, folder, recipe = finished
    picture = np.asarray(Image.open(folder / "curves.png").convert("RGB"))
    colors = {tuple(c) for c in picture.reshape(-1, 3).tolist()}
    assert set(COLORS[:2]) <= colors
    html = (folder / "training.html").read_text()
    assert "6 of 6" in html and "deeplabv3plus" in html
    assert all(f"<bdi>{name}</bdi>" in html for name in model.class_names)
    assert html.count("data:image/jpeg;base64,") == 2, "one an image of val"
    history = (folder / "history.csv").read_text().splitlines()
    assert re.findall(r'<tr><th scope="row">(\d+)<', html) == ["6", "4"]
    assert {"learning_rate", "images_per_second"} <= {*history[0].split(",")}


def test_the_time_left_follows_from_the_speed(tmp_path):
    pages = pages_of(
        tmp_path,
        [{"step": 4, "loss": 1.0, "images_per_second": 0.02}],
    )
    pages.on_epoch_end(0, {})
    # 4 steps of 2 images are 400 seconds.
    assert (
        "<dd>7 min, evaluations not counted" in pages.workdir.page.read_text()
    )


def test_without_scores_no_network_is_the_best(tmp_path):
    rows = [{"step": 8, "loss": 1.0, "val_mean_iou": float("nan")}]
    pages = pages_of(tmp_path, rows)
    pages.on_epoch_end(0, {})
    html = pages.workdir.page.read_text()
    assert "<dt>best mean IoU</dt><dd>none yet</dd>" in html
    assert "No network is the best yet" in html and "finished" in html


def test_a_page_that_fails_stops_no_run(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("DEEPLAB_FONT", str(tmp_path / "gone.ttf"))
    pages_of(tmp_path, [{"step": 4, "loss": 1.0}]).on_epoch_end(0, {})
    assert "were not written: DEEPLAB_FONT" in caplog.text
    assert not (tmp_path / "curves.png").exists()
