"""Markdown pages of the project: their blocks, links and anchors."""

import dataclasses
import functools
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
        ROOT / "CHANGELOG.md",
    ]
)
FRAGMENT = re.compile(r"<!-- fragment: (.+) -->")
_FENCE = re.compile(r"^ *```(\w*)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_INLINE_CODE = re.compile(r"(`+)(.+?)\1")
_HEADING = re.compile(r"^(#+) +(.+?) *$")


@dataclasses.dataclass(frozen=True)
class Block:
    """Fenced block of a page.

    Attributes:
        page: the file.
        line: number of its first line.
        language: word behind the fence, "" for none.
        text: the lines within.
        fragment: why it cannot run by itself, "" where nothing says so: the
            words of a comment `<!-- fragment: ... -->` just before it.
    """

    page: Path
    line: int
    language: str
    text: str
    fragment: str = ""

    @property
    def place(self) -> str:
        """Page and line, as in "docs/export/index.md:12"."""
        return f"{name_of(self.page)}:{self.line}"


def name_of(page: Path) -> str:
    """The path of a page below the root."""
    return page.relative_to(ROOT).as_posix()


def blocks_of(page: Path) -> list[Block]:
    """All fenced blocks of a page, in order."""
    found, begin, before = [], None, ""
    lines = page.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        fence = _FENCE.match(line)
        if fence and begin is None:
            begin, language = number, fence[1]
            reason = FRAGMENT.fullmatch(before.strip())
        elif fence:
            text = "\n".join(lines[begin : number - 1]) + "\n"
            why = reason[1] if reason else ""
            found.append(Block(page, begin + 1, language, text, why))
            begin = None
        if line.strip():
            before = line
    return found


def prose_of(page: Path) -> list[tuple[int, str]]:
    """The lines outside of fenced blocks, with their numbers."""
    prose, within = [], False
    lines = page.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if _FENCE.match(line):
            within = not within
        elif not within:
            prose.append((number, line))
    return prose


def inline_codes(page: Path) -> list[tuple[int, str]]:
    """Words in backticks, with the numbers of their lines."""
    return [
        (number, match[2].strip())
        for number, line in prose_of(page)
        for match in _INLINE_CODE.finditer(line)
    ]


def links_of(page: Path) -> list[tuple[int, str]]:
    """Targets of links and pictures, with the numbers of their lines."""
    return [
        (number, target)
        for number, line in prose_of(page)
        for target in _LINK.findall(_INLINE_CODE.sub("", line))
    ]


@functools.cache
def anchors_of(page: Path) -> set[str]:
    """Anchors that a page has on a code host and in the site alike."""
    titles = [m[2] for _, line in prose_of(page) if (m := _HEADING.match(line))]
    return _unique(map(_host_slug, titles)) & _unique(map(_site_slug, titles))


def _host_slug(title: str) -> str:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def _site_slug(title: str) -> str:
    return re.sub(r"[-\s]+", "-", _host_slug(title)).strip("-")


def _unique(slugs) -> set[str]:
    """A slug that is there already is of another heading."""
    seen: set[str] = set()
    for slug in slugs:
        if slug not in seen:
            seen.add(slug)
    return seen
