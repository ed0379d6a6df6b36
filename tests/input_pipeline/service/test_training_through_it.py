"""Training batches that two workers make, one of them in another process."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest
import tensorflow as tf

from input_pipeline import DataConfig, train_batches, write_records
from input_pipeline.service import start_dispatcher, start_worker
from tests.input_pipeline.draw_files import (
    palette_image,
    random_ids,
    write_folder,
)

WORKER = "from input_pipeline.service import start_worker; import sys; "
WORKER += "start_worker(sys.argv[1]).join()"


@pytest.fixture(scope="module")
def address():
    dispatcher = start_dispatcher()
    address = dispatcher.target.removeprefix("grpc://")
    near = start_worker(address)
    far = subprocess.Popen(
        [sys.executable, "-c", WORKER, address],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.DEVNULL,
    )
    give_up = time.monotonic() + 60
    while dispatcher._num_workers() < 2 and time.monotonic() < give_up:
        time.sleep(0.1)
    yield address
    far.kill()
    far.wait()
    del near, dispatcher


@pytest.fixture(scope="module", params=["folder", "records"])
def config(request, tmp_path_factory):
    """Paletted labels: their decoding must not call back into Python."""
    root = write_folder(tmp_path_factory.mktemp("data") / "plain", count=8)
    for number in range(8):
        label = palette_image(random_ids(number))
        label.save(root / f"labels/train/{number:03d}.png")
    if request.param == "records":
        packed = root.parent / "packed"
        write_records("folder", root, packed, ["train"], 2)
        root = packed
    return DataConfig(
        dataset=request.param,
        root=str(root),
        crop_size=(32, 40),
        batch_size=4,
        deterministic=False,
    )


def images_of(batches, count):
    return [
        image.tobytes()
        for images, _ in batches.take(count)
        for image in np.asarray(images)
    ]


def with_service(config, address):
    return DataConfig(**{**vars(config), "service": address})


def test_every_crop_is_one_that_this_process_would_make(config, address):
    served = images_of(train_batches(with_service(config, address)), 10)
    assert len(set(served)) == 40
    if config.dataset == "folder":  # of records the order decides the number
        own = DataConfig(**{**vars(config), "deterministic": True})
        assert set(served) <= set(images_of(train_batches(own), 60))


def test_a_broken_file_is_an_error_here(tmp_path, address):
    root = write_folder(tmp_path, count=3)
    config = DataConfig(
        root=str(root),
        crop_size=(16, 16),
        batch_size=2,
        deterministic=False,
        service=address,
    )
    batches = train_batches(config)
    for path in (root / "images/train").iterdir():
        path.write_bytes(b"broken")
    with pytest.raises(tf.errors.OpError, match="nonretryable"):
        next(iter(batches))
