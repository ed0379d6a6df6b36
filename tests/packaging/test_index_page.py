"""The README as a package index shows it, where relative links lead nowhere."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"(!?)\[([^][]*)\]\(([^)]+)\)")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def described(monkeypatch):
    """The metadata that setup.py would write, for an address or none."""

    def run(address: str) -> dict:
        given = {}
        monkeypatch.setenv("DEEPLAB_FAMILY_REPOSITORY", address)
        monkeypatch.setattr("setuptools.setup", given.update)
        runpy.run_path(str(ROOT / "setup.py"))
        return given

    return run


def links(text: str) -> list[tuple[str, str, str]]:
    return LINK.findall(text)


def is_relative(path: str) -> bool:
    return not path.startswith(("https://", "#"))


def test_without_an_address_no_link_leads_nowhere(described):
    page = described("")["long_description"]
    left = [path for _, _, path in links(page)]
    assert left == [p for _, _, p in links(README) if not is_relative(p)]
    words = [w for mark, w, p in links(README) if not mark and is_relative(p)]
    assert len(words) > 20
    assert all(word in page for word in words)


def test_with_an_address_every_file_is_there(described):
    metadata = described("https://host.example/owner/name/")
    base = "https://host.example/owner/name"
    version = metadata["version"]
    page = metadata["long_description"]
    for (mark, words, path), before in zip(
        links(page), links(README), strict=True
    ):
        assert (mark, words) == before[:2]
        if not is_relative(before[2]):
            assert path == before[2]
            continue
        kind = "raw" if mark else "blob"
        start = f"{base}/{kind}/v{version}/"
        assert path == f"{start}{before[2]}"
        assert (ROOT / before[2].partition("#")[0]).exists()


@pytest.mark.parametrize("address", ["", "https://host.example/a/b"])
def test_all_else_of_the_readme_stays(described, address):
    def words_alone(text: str) -> str:
        return LINK.sub(lambda m: "" if m[1] else m[2], text)

    page = described(address)["long_description"]
    assert words_alone(page) == words_alone(README)


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 110
