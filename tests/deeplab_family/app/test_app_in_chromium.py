"""The page in a browser: what it draws, keys, sizes, what it asks for."""

import json

import numpy as np
import pytest
from PIL import Image

from deeplab_family.visualization import blend, colorize
from tests.chromium import Chromium, find_chromium
from tests.deeplab_family.app.app_in_thread import (
    NAMES,
    PALETTE,
    ByRed,
    encoded,
    noise,
    png,
    running,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_chromium(), reason="no Chromium here"),
]
SAMPLE = noise(30, 40)
IDS = ByRed()(SAMPLE[None]).class_map[0]
READY = "answer !== null && !asking"


@pytest.fixture(scope="module")
def server():
    with running(ByRed()) as server:
        yield server


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with Chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def page(server, browser):
    """The page with its sample, and nothing that the browser objects to."""
    browser.look(1280, 900)
    browser.events.clear()
    browser.open(f"http://127.0.0.1:{server.server_port}/?sample=0")
    browser.wait(READY)
    yield browser
    browser.run("0")  # events that are under way
    thrown = [e for e in browser.events if "exception" in e["method"]]
    assert not thrown
    told = [
        event["params"]["entry"]["text"]
        for event in browser.events
        if event["method"] == "Log.entryAdded"
        and event["params"]["entry"]["level"] == "error"
    ]
    assert all("status of 400" in text for text in told), told


def drawn(page):
    """Pixels of the canvas, RGBA."""
    width, height, data = page.run(
        "[canvas.width, canvas.height, Array.from(canvas.getContext('2d')"
        ".getImageData(0, 0, canvas.width, canvas.height).data)]"
    )
    return np.array(data, np.uint8).reshape(height, width, 4)


def photograph(page):
    """What came back as the photograph, a JPEG of the sample."""
    data = page.run("Array.from(answer.image)")
    return np.array(data, np.uint8).reshape(*SAMPLE.shape[:2], 4)[..., :3]


def near(one, other, by=1):
    assert np.abs(one.astype(int) - other).max() <= by


def press_view(page, name):
    page.run(f"document.querySelector('[value={name}]').click()")


def visible(page, identity):
    return page.run(f"find('{identity}').checkVisibility()")


def test_the_views_are_drawn_from_ids_and_confidence(page):
    image = photograph(page)
    near(drawn(page)[..., :3], blend(image, IDS, PALETTE, 0.5))
    press_view(page, "mask")
    near(drawn(page)[..., :3], colorize(IDS, PALETTE), 0)
    press_view(page, "photograph")
    near(drawn(page)[..., :3], image, 0)
    press_view(page, "confidence")
    sure = ByRed()(SAMPLE[None]).probabilities[0].max(-1)
    shown = drawn(page).astype(int)
    most, least = np.unravel_index([sure.argmax(), sure.argmin()], sure.shape)
    order = sure.ravel().argsort()
    yellowness = (shown[..., 0] + shown[..., 1] - shown[..., 2]).ravel()[order]
    assert (np.diff(yellowness[sure.ravel()[order] > 0.3]) >= -2).all()
    assert visible(page, "ramp") and not visible(page, "opacity-row")


def test_opacity_and_classes_need_no_new_answer(server, page):
    asked = server.content.model.predictor.asked
    page.run(
        "find('opacity').value = 20;"
        "find('opacity').dispatchEvent(new Event('input'))"
    )
    image = photograph(page)
    near(drawn(page)[..., :3], blend(image, IDS, PALETTE, 0.2))
    page.run(
        "[...document.querySelectorAll('#classes label')]"
        ".find((label) => label.textContent === 'red').click()"
    )
    near(drawn(page)[IDS == 2][:, :3], image[IDS == 2], 0)
    bare = blend(image, IDS, PALETTE, 0.2)
    near(drawn(page)[IDS != 2][:, :3], bare[IDS != 2])
    page.run("find('none').click()")
    near(drawn(page)[..., :3], image, 0)
    press_view(page, "mask")
    assert (drawn(page)[..., 3] == 0).all()
    page.run("find('all').click()")
    near(drawn(page)[..., :3], colorize(IDS, PALETTE), 0)
    assert server.content.model.predictor.asked == asked


def test_the_legend_has_areas_and_confidence_of_the_classes(page):
    rows = page.run(
        "[...document.querySelectorAll('#classes tr')].map((row) =>"
        "[...row.cells].map((cell) => cell.textContent))"
    )
    sure = ByRed()(SAMPLE[None]).probabilities[0].max(-1)
    shares = np.bincount(IDS.ravel()) / IDS.size
    expected = [
        [
            NAMES[i],
            f"{100 * shares[i]:.1f} %",
            f"{sure[IDS == i].mean():.2f}",
        ]
        for i in np.argsort(-shares)
    ]
    assert rows == expected
    assert "40 x 30 pixels; whole image; network" in page.run(
        "find('status').textContent"
    )


@pytest.mark.parametrize("height", [900, 300])
def test_a_pixel_tells_its_class_and_confidence(page, height):
    """Also where the picture is fitted into a wider box."""
    page.look(1280, height)
    sure = ByRed()(SAMPLE[None]).probabilities[0].max(-1)
    for row, column in ((0, 0), (29, 39), (12, 31)):
        title = page.run(
            "(() => {const box = canvas.getBoundingClientRect();"
            "const zoom = Math.min(box.width / 40, box.height / 30);"
            f"const x = box.x + box.width / 2 + zoom * ({column} + .5 - 20);"
            f"const y = box.y + box.height / 2 + zoom * ({row} + .5 - 15);"
            "canvas.dispatchEvent(new PointerEvent('pointermove',"
            "{clientX: x, clientY: y})); return canvas.title})()"
        )
        name, _, number = title.partition(", ")
        assert name == NAMES[IDS[row, column]]
        assert float(number) == pytest.approx(sure[row, column], abs=0.008)


def test_a_hostile_name_is_a_text(page, tmp_path):
    name = "<img src=x onerror=hacked=1>.png"
    (tmp_path / name).write_bytes(png(noise(5, 6)))
    page.choose("#file", tmp_path / name)
    page.wait("answer.width === 6 && !asking")
    assert page.run("find('status').textContent").startswith(name)
    assert page.run("typeof hacked") == "undefined"
    assert page.run("document.images.length") == 0


def test_a_bad_file_is_one_sentence_and_the_last_answer_stays(page, tmp_path):
    (tmp_path / "text.jpg").write_bytes(b"no picture")
    page.choose("#file", tmp_path / "text.jpg")
    page.wait("!find('error').hidden")
    told = page.run("find('error').textContent")
    assert told.startswith("text.jpg: It is no readable JPEG")
    assert visible(page, "error")
    near(drawn(page)[..., :3], blend(photograph(page), IDS, PALETTE, 0.5))
    page.run("document.querySelector('.sample').click()")
    page.wait("find('error').hidden")


def test_a_large_file_is_not_sent(server, page):
    asked = server.content.model.predictor.asked
    page.run("take('huge.bmp', new Blob([new Uint8Array(2 ** 25 + 1)]))")
    page.wait("!find('error').hidden")
    assert page.run("find('error').textContent") == (
        "huge.bmp: The file has 32.0 MiB; up to 32 MiB are taken."
    )
    assert server.content.model.predictor.asked == asked


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_files_are_dropped_and_pasted(page, kind):
    body = json.dumps(list(encoded(noise(4, 8), "bmp")))
    event = {
        "drop": "new DragEvent('drop', {dataTransfer: data, bubbles: true})",
        "paste": "new ClipboardEvent('paste', {clipboardData: data})",
    }[kind]
    page.run(
        f"const file = new File([new Uint8Array({body})], 'a.bmp');"
        "const data = new DataTransfer(); data.items.add(file);"
        f"document.dispatchEvent({event})"
    )
    page.wait("answer.width === 8 && !asking")
    truth = ByRed()(noise(4, 8)[None]).class_map[0]
    press_view(page, "mask")
    near(drawn(page)[..., :3], colorize(truth, PALETTE), 0)


def test_settings_ask_again(server, page):
    asked = server.content.model.predictor.asked
    page.run(
        "const side = document.querySelector('[name=side]');"
        "side.value = '512'; side.dispatchEvent(new Event('change',"
        "{bubbles: true}))"
    )
    page.wait("!asking")
    assert server.content.model.predictor.asked == asked + 1
    assert page.run("document.querySelector('[name=stride]').disabled")


def test_everything_is_reached_by_keys(page):
    def focused():
        return page.run(
            "document.activeElement.name || document.activeElement.id ||"
            "document.activeElement.textContent"
        )

    reached = []
    for _ in range(14):
        page.press("Tab")
        reached.append(focused())
        if reached[-1] == "view":
            page.press("ArrowRight", "")
            near(drawn(page)[..., :3], colorize(IDS, PALETTE), 0)
        if page.run("document.activeElement.type") == "checkbox":
            before = drawn(page)
            page.press(" ", " ")
            assert not np.array_equal(drawn(page), before)
            break
    assert reached[:3] == ["file", "noise", "view"]
    assert page.run("hidden.size") == 1


def test_the_mask_is_saved_with_its_ids(page, tmp_path):
    page(
        "Browser.setDownloadBehavior",
        behavior="allow",
        downloadPath=str(tmp_path),
        eventsEnabled=True,
    )
    page.run("find('save-mask').click()")
    page.run("find('save-view').click()")
    page.wait("true")
    for _ in range(200):
        names = sorted(path.name for path in tmp_path.glob("*.png"))
        if len(names) == 2:
            break
        page.run("new Promise((go) => setTimeout(go, 50))")
    assert names == ["noise.png", "noise_overlay.png"]
    mask = Image.open(tmp_path / "noise.png")
    assert mask.mode == "P"
    np.testing.assert_array_equal(np.asarray(mask), IDS)
    saved = np.asarray(Image.open(tmp_path / "noise_overlay.png"))
    near(saved[..., :3], blend(photograph(page), IDS, PALETTE, 0.5))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_screen_is_too_narrow(page, width, dark):
    page.look(width, 800, dark)
    assert page.run("document.documentElement.scrollWidth") == width
    color = page.run("getComputedStyle(document.body).backgroundColor")
    assert (color == "rgb(255, 255, 255)") != dark


def test_nothing_is_asked_of_others(server, page):
    page.run("find('save-view').click()")
    addresses = [
        event["params"]["request"]["url"]
        for event in page.events
        if event["method"] == "Network.requestWillBeSent"
    ]
    home = f"http://127.0.0.1:{server.server_port}/"
    assert len(addresses) >= 3
    assert all(a.startswith((home, "blob:" + home)) for a in addresses)


def test_the_token_goes_from_the_address_with_each_request(browser):
    with running(ByRed(), host="0.0.0.0") as server:
        browser.open(f"{server.addresses()[0]}&sample=0")
        browser.wait(READY)
        browser.open(f"http://localhost:{server.server_port}/?token=wrong")
        assert browser.run("document.body.textContent").count("token") == 2


def test_an_ended_server_is_told(browser):
    with running(ByRed()) as server:
        browser.open(f"http://127.0.0.1:{server.server_port}/?sample=0")
        browser.wait(READY)
    browser.run("document.querySelector('.sample').click()")
    browser.wait("!find('error').hidden")
    assert "Has `deeplab app` ended?" in browser.run(
        "find('error').textContent"
    )
