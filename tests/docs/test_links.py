"""Links, anchors and the navigation of the site lead somewhere."""

import re

import pytest
import yaml

from tests.docs.markdown_pages import (
    PAGES,
    ROOT,
    anchors_of,
    links_of,
    name_of,
)

DOCS = ROOT / "docs"
ELSEWHERE = re.compile(r"^(https?|mailto):")


def broken(page):
    """Links of a page that lead nowhere, with their lines."""
    for number, link in links_of(page):
        if ELSEWHERE.match(link):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        if not file.exists():
            yield f"line {number}: {link}: there is no such file"
        elif anchor and anchor not in anchors_of(file):
            yield f"line {number}: {link}: {sorted(anchors_of(file))}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files_and_headings(page):
    assert list(broken(page)) == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=name_of)
def test_links_of_the_site_stay_within_it(page):
    """What lies outside of docs/ is no part of the site."""
    targets = [link.partition("#")[0] for _, link in links_of(page)]
    files = [
        (page.parent / target).resolve()
        for target in targets
        if target and not ELSEWHERE.match(target)
    ]
    assert [str(f) for f in files if not f.is_relative_to(DOCS)] == []


def leaves(tree):
    if isinstance(tree, str):
        yield tree
    else:
        for branch in tree.values() if isinstance(tree, dict) else tree:
            yield from leaves(branch)


def test_the_navigation_has_every_page_once():
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    pages = [p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md")]
    assert sorted(leaves(config["nav"])) == sorted(pages)


def test_a_broken_link_is_found(tmp_path):
    page = tmp_path / "page.md"
    (tmp_path / "other.md").write_text("# One thing\n\n## DUC + HDC\n")
    page.write_text(
        "# Here\n[a](other.md#one-thing) [b](#here) [c](https://a.b)\n"
        "`[d](none.md)`\n```\n[e](none.md)\n```\n"
        "[f](none.md) [g](other.md#two) [h](#there)\n"
        "[i](other.md#duc-hdc) [j](other.md#duc--hdc)\n"
    )
    found = [line.partition(": ")[2].partition(":")[0] for line in broken(page)]
    assert found == [
        *("none.md", "other.md#two", "#there"),
        # a code host and the site make different anchors of it
        *("other.md#duc-hdc", "other.md#duc--hdc"),
    ]
