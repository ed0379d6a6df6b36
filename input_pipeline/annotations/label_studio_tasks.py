"""Tasks of Label Studio's JSON: which photograph, and what was drawn on it.

The full export has `data` and `annotations`; JSON-MIN is flat and has one
entry for each annotation; files of pre-annotations have `predictions`. Of
several annotations of a task the one that is marked as ground truth counts,
else the last one.

Sources: labelstud.io/guide/task_format; HumanSignal/label-studio-sdk,
`converter/converter.py` (`convert_to_json_min`, `annotation_result_from_task`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from input_pipeline.annotations.label_studio_regions import LABELS

_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp")
_LISTS = ("annotations", "completions")


@dataclass(frozen=True)
class Task:
    """A task of an export.

    Args:
        place: words for messages, such as "task id 7".
        photograph: the name or address that the task has for it.
        results: what was drawn, not yet checked.
    """

    place: str
    photograph: str
    results: list


def read_tasks(content) -> tuple[list[Task | ValueError], int]:
    """Reads all tasks of a file.

    Args:
        content: of the JSON file.

    Returns:
        The annotated tasks, with a ValueError for one that is damaged; and
        the number of those without an annotation, which are left out.

    Raises:
        ValueError: if the file as a whole is none of Label Studio's.
    """
    if isinstance(content, dict) and {"data", *_LISTS} & {*content}:
        content = [content]
    if not isinstance(content, list) or not content:
        raise ValueError("it is no list of tasks")
    if all(isinstance(entry, dict) and _is_flat(entry) for entry in content):
        return _flat_tasks(content), 0
    is_annotated = any(
        isinstance(entry, dict) and entry.get(key)
        for entry in content
        for key in _LISTS
    )
    tasks: list[Task | ValueError] = []
    left_out = 0
    for number, entry in enumerate(content, 1):
        place = _place(number, entry)
        try:
            results = _chosen(entry, is_annotated)
            if results is None:
                left_out += 1
                continue
            name = _photograph(entry.get("data"))
            tasks.append(Task(place, name, results))
        except ValueError as error:
            tasks.append(ValueError(f"{place}: {error}"))
    return tasks, left_out


def photograph_name(address: str) -> str:
    """The path of a photograph within an address.

    Local files come as `/data/local-files/?d=<path>`.

    Args:
        address: as the task has it.
    """
    parts = urlsplit(address)
    stated = parse_qs(parts.query).get("d")
    if stated:
        return stated[0]
    if parts.scheme or address.startswith("/data/"):
        return unquote(parts.path)
    return address


def _is_flat(entry: dict) -> bool:
    return "annotation_id" in entry and "data" not in entry


def _place(number: int, entry) -> str:
    own = entry.get("id") if isinstance(entry, dict) else None
    return f"task number {number}" if own is None else f"task id {own!r:.40}"


def _chosen(entry, is_annotated: bool) -> list | None:
    """The results of one annotation; None where there is none."""
    if not isinstance(entry, dict):
        raise ValueError(f"no object but {entry!r:.40}")
    keys = _LISTS if is_annotated else ("predictions",)
    stated = [entry[key] for key in keys if entry.get(key) is not None]
    if any(not isinstance(made, list) for made in stated):
        raise ValueError("annotations that are no list")
    made = [one for of in stated for one in of]
    if any(not isinstance(one, dict) for one in made):
        raise ValueError("an annotation that is no object")
    made = [one for one in made if not _is_cancelled(one)]
    if not made:
        return None
    results = _last(made).get("result")
    if not isinstance(results, list):
        raise ValueError("an annotation without a list `result`")
    return results


def _is_cancelled(made: dict) -> bool:
    return bool(made.get("was_cancelled") or made.get("skipped"))


def _last(made: Iterable[dict]) -> dict:
    """The one marked as ground truth, else the one changed last."""

    def rank(one):
        times = (one.get("updated_at"), one.get("created_at"))
        found = [time for time in times if isinstance(time, str)]
        return bool(one.get("ground_truth")), found[0] if found else ""

    first, *others = made
    for one in others:
        first = one if rank(one) >= rank(first) else first
    return first


def _photograph(data) -> str:
    """The value of `data` that names a picture."""
    if not isinstance(data, dict):
        raise ValueError("it has no `data`")
    for key in ("image", *data):
        value = data.get(key)
        if isinstance(value, str) and value.strip():
            name = photograph_name(value)
            if key == "image" or name.lower().endswith(_PICTURES):
                return value
    raise ValueError("its `data` name no picture")


def _flat_tasks(content: list[dict]) -> list[Task | ValueError]:
    by_task: dict = {}
    for number, entry in enumerate(content, 1):
        key = entry.get("id", number)
        key = key if isinstance(key, int | str) else number
        by_task.setdefault(key, []).append(entry)
    tasks: list[Task | ValueError] = []
    for number, (key, entries) in enumerate(by_task.items(), 1):
        entry = _last(entries)
        place = _place(number, {"id": key})
        try:
            texts = {k: v for k, v in entry.items() if isinstance(v, str)}
            name = _photograph(texts)
            tasks.append(Task(place, name, _flat_results(entry)))
        except ValueError as error:
            tasks.append(ValueError(f"{place}: {error}"))
    return tasks


def _flat_results(entry: dict) -> list[dict]:
    """Regions of JSON-MIN in the form of the full export."""
    results = []
    for value in entry.values():
        for one in value if isinstance(value, list) else ():
            if not isinstance(one, dict) or "original_width" not in one:
                continue
            kind = next((key for key in LABELS if key in one), None)
            if kind is not None:
                result = {"type": kind, "value": one}
                for side in ("original_width", "original_height"):
                    result[side] = one.get(side)
                results.append(result)
    return results
