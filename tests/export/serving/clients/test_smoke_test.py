import subprocess
import sys

import pytest

from export.serving.clients.smoke_test import (
    Failure,
    check_masks,
    check_refusal,
    draw_png,
    wait,
)
from tests.export.serving.pictures import encode, noise, read_mask
from tests.export.serving.rest_server import rest_server


@pytest.fixture(scope="module")
def url(served):
    with rest_server(served, "streets") as url:
        yield url


class Deaf:
    """A model that answers every image alike."""

    def __init__(self, model, mask):
        self.meta = model.meta
        self.mask = mask

    def predict(self, signature, image_bytes):
        return {"mask_png_bytes": [self.mask] * len(image_bytes)}


def test_the_bundles_copy_passes_on_a_good_server(bundle, url):
    script = bundle.folder / "smoke_test.py"
    done = subprocess.run(
        [sys.executable, "-I", str(script), "--url", url],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "60000 x 60000 pixels" in done.stdout
    assert done.stdout.endswith("still serving\n")


def test_a_server_that_takes_everything_fails(served):
    deaf = Deaf(served, encode(noise(48, 64)[..., 0]))
    with rest_server(deaf, "streets") as url:
        with pytest.raises(Failure, match="48 x 64"):
            check_masks(url, "streets")
        with pytest.raises(Failure, match="HTTP 200"):
            check_refusal(url, "streets", b"nonsense")


def test_a_server_that_does_not_turn_photographs_fails(served):
    class Lying(Deaf):
        """Masks of the right sizes, but for the turned image."""

        def predict(self, signature, image_bytes):
            masks = served.predict(signature, image_bytes=image_bytes)
            masks = list(masks["mask_png_bytes"])
            return {"mask_png_bytes": [*masks[:-1], masks[0]]}

    with (
        rest_server(Lying(served, None), "streets") as url,
        pytest.raises(Failure, match=r"48 x 64 for \(64, 48\)"),
    ):
        check_masks(url, "streets")


def test_a_model_that_never_comes_fails(url):
    with pytest.raises(Failure, match="other not available"):
        wait(url, "other", 0.3)


def test_the_picture_it_draws_is_a_picture():
    assert read_mask(draw_png(12, 200)).shape == (12, 200, 3)
