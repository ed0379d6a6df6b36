import inspect
import io
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from export.serving.clients import client_grpc, client_rest
from export.serving.clients.client_rest import color, segment
from tests.export.serving.conftest import PALETTE
from tests.export.serving.pictures import BAD, encode, read_mask
from tests.export.serving.rest_server import rest_server
from tests.export.tiny_network import draw_images


@pytest.fixture(scope="module")
def url(served):
    with rest_server(served, "streets") as url:
        yield url


def test_masks_of_different_sizes_come_back(url, served):
    images = [encode(draw_images(1, *size)[0]) for size in [(9, 13), (20, 8)]]
    masks = segment(images, url, "streets")
    assert [read_mask(mask).shape for mask in masks] == [(9, 13), (20, 8)]
    direct = served.predict("image_bytes", image_bytes=np.array(images, object))
    assert masks == list(direct["mask_png_bytes"])


def test_the_servers_reason_is_passed_on(url):
    content, words = BAD["huge PNG"]
    with pytest.raises(RuntimeError, match=f"(?s)HTTP 400: .*{words}"):
        segment([content], url, "streets")


def test_a_colored_mask_keeps_its_ids(url):
    (mask,) = segment([encode(draw_images(1, 9, 13)[0])], url, "streets")
    colored = color(mask, PALETTE)
    np.testing.assert_array_equal(read_mask(colored), read_mask(mask))
    image = Image.open(io.BytesIO(colored))
    assert image.mode == "P"
    assert image.getpalette()[:12] == [c for entry in PALETTE for c in entry]


def run(bundle, *words, script="client_rest.py"):
    command = [sys.executable, "-I", str(bundle.folder / script), *words]
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_bundles_copy_runs_by_itself(bundle, url, tmp_path):
    photo = tmp_path / "photo.png"
    photo.write_bytes(encode(draw_images(1, 9, 13)[0]))
    output = tmp_path / "masks"
    done = run(bundle, photo, "--url", url, "--output", output)
    assert done.returncode == 0, done.stderr
    assert Image.open(output / "photo.png").mode == "P"


def test_a_refusal_ends_with_status_1(bundle, url, tmp_path):
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"nonsense")
    done = run(bundle, photo, "--url", url, "--output", tmp_path / "masks")
    assert done.returncode == 1
    assert "neither a JPEG nor a PNG" in done.stderr
    assert not (tmp_path / "masks").exists()


def test_a_server_that_is_not_there_is_named(bundle, tmp_path):
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"")
    done = run(bundle, photo, "--url", "http://localhost:9")
    assert done.returncode == 1
    assert "http://localhost:9" in done.stderr


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_curl_writes_the_same_mask(bundle, url, tmp_path):
    content = encode(draw_images(1, 9, 13)[0])
    photo, mask = tmp_path / "photo.png", tmp_path / "mask.png"
    photo.write_bytes(content)
    script = bundle.folder / "client_rest.sh"
    subprocess.run(
        ["sh", script, photo, mask],
        env={"URL": url, "PATH": os.environ["PATH"]},
        check=True,
        timeout=60,
    )
    assert [mask.read_bytes()] == segment([content], url, "streets")


@pytest.mark.parametrize("script", ["client_rest.py", "client_grpc.py"])
def test_a_missing_photo_is_named(bundle, script):
    done = run(bundle, "missing.jpg", script=script)
    assert done.returncode == 1
    assert "missing.jpg" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("script", [client_rest, client_grpc])
def test_no_mask_takes_the_place_of_another_file(script, tmp_path):
    photos, output = tmp_path / "photos", tmp_path / "masks"
    for folder in (photos, output):
        folder.mkdir()
    for name in ("a.jpg", "a.webp", "A.png", "b.png", "c.jpg"):
        (photos / name).write_text(name)
    (output / "c.png").write_text("mine")
    os.link(photos / "c.jpg", output / "d.png")
    (photos / "d.jpg").symlink_to(photos / "c.jpg")

    def place(*names, to=output, **options):
        return script.place_masks([photos / n for n in names], to, **options)

    assert place("a.jpg", "b.png") == [output / "a.png", output / "b.png"]
    for names in (("a.jpg", "a.webp"), ("a.jpg", "A.png")):
        with pytest.raises(ValueError, match="would both become"):
            place(*names)
    with pytest.raises(ValueError, match="b.png is a photograph"):
        place("b.png", to=photos, overwrite=True)
    with pytest.raises(ValueError, match="d.png is a photograph"):
        place("d.jpg", overwrite=True)
    with pytest.raises(ValueError, match="c.png is there already"):
        place("c.jpg")
    assert place("c.jpg", overwrite=True) == [output / "c.png"]


def test_the_clients_have_the_same_rules():
    for name in ("place_masks", "write_whole", "_number"):
        sources = {
            inspect.getsource(getattr(module, name))
            for module in (client_rest, client_grpc)
        }
        assert len(sources) == 1


def test_a_failed_write_leaves_the_older_mask(tmp_path, monkeypatch):
    mask = tmp_path / "mask.png"
    client_rest.write_whole(mask, b"older")

    def full_disk(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        client_rest.write_whole(mask, b"newer")
    assert mask.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [mask]


@pytest.mark.parametrize("script", ["client_rest.py", "client_grpc.py"])
def test_a_photograph_is_never_written_over(bundle, tmp_path, script):
    photo = tmp_path / "photo.png"
    photo.write_bytes(encode(draw_images(1, 9, 13)[0]))
    before = photo.read_bytes()
    done = run(bundle, photo, "--output", tmp_path, script=script)
    assert done.returncode == 1
    assert "photo.png is a photograph" in done.stderr
    assert photo.read_bytes() == before


@pytest.mark.parametrize("words", [["a.jpg", "b.jpg"], ["a.jpg", "b.jpg", "c"]])
def test_curl_writes_over_nothing(bundle, tmp_path, words):
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_text(name)
    script = bundle.folder / "client_rest.sh"
    done = subprocess.run(
        ["sh", script, *words], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode in (1, 2)
    assert "b.jpg is there already" in done.stderr or "usage" in done.stderr
    assert (tmp_path / "b.jpg").read_text() == "b.jpg"
