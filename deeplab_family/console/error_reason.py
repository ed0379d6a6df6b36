"""Reason of an error, out of TensorFlow's and Keras' long messages."""

import re

ADVICE = {
    "memory": (
        "Smaller batches, crops or images need less: --data.batch-size and "
        "--data.crop-size in training, --batch-size and --image-size elsewhere"
    ),
    "kernel": (
        "This device cannot run that operation in these numbers. Try "
        "`--train.precision float32`, or a GPU"
    ),
}
LONGEST = 1000
NOT_UTF8 = "is no UTF-8 text, as TensorFlow needs it. Rename it"

_COLORS = re.compile(r"\x1b\[[0-9;]*m")
_IN_KERAS = re.compile(
    r"Exception encountered when calling .+?\n\s*\n(.+?)"
    r"(?:\n\s*\nArguments received by|\Z)",
    re.DOTALL,
)
_IN_AUTOGRAPH = re.compile(
    r"^    (?:\w+\.)*\w+: (.+)", re.DOTALL | re.MULTILINE
)
# What stands before and behind the reason in lines of TensorFlow.
_AROUND = re.compile(
    r"^\s*\(\d+\)\s+[A-Z_]+:\s+"
    r"|\{\{function_node .+?\}\}\s*"
    r"|Error in user-defined function passed to .+? transformation with "
    r"iterator: [\w:\[\]]+: "
    r"|\s*\[Op:\w+\].*$"
)
_PYTHON_ERROR = re.compile(r"^(?:\w+\.)*\w*Error: ")
_STORY = re.compile(
    r"\s*$|Graph execution error:|Detected at node |<stack traces|  File |"
    r"\d+ root error\(s\) found|    \S|Original stack trace|\s*\[\[|Hint: |"
    r"\.\.\.which was originally"
)
_ASSERTION = re.compile(r"assertion failed: (\[.*\])\s*$")
_CONDITION = re.compile(r"\s*Condition .+ did not hold.*")
_OUT_OF_MEMORY = re.compile(r"\bOOM\b|[Oo]ut of memory|[Uu]nable to allocate")
_TENSOR = re.compile(r"shape(\[[\d,]*\]) and type (\w+) on \S*device:(\w+:\d+)")
_NO_KERNEL = re.compile(r"No registered '\w+' OpKernel|no kernel image")
_NODE = re.compile(r"'\{\{node (.+?)\}\} = \w+\[[^']*'")
_ESCAPED = re.compile(rb"\\([0-7]{3}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r"}


def error_line(error: BaseException) -> str:
    """The reason of an error, without traces of graphs and layers.

    Args:
        error: of any kind; those of the operating system get their file's
            name, those of TensorFlow and Keras are searched for the line
            that explains.

    Returns:
        One line, or the text of the error as it stands if it is nobody's
        story.
    """
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return f"{error.strerror}{place}"
    if isinstance(error, UnicodeEncodeError) and "surrogates" in error.reason:
        return f"{error.object}: the name {NOT_UTF8}"
    text = str(error).strip()
    if text.startswith("Error converting unicode string"):
        return f"the name of a file or folder {NOT_UTF8}"
    if not text and isinstance(error, MemoryError):
        text = "out of memory"
    kind = type(error)
    if kind.__module__.startswith("tensorflow"):
        text = _line_of_graph(text)
    return explain(text or kind.__name__, kind.__name__)


def explain(text: str, kind: str = "") -> str:
    """The same for a text alone, as a child process sends it.

    Args:
        text: `str(error)`.
        kind: name of the error's class, where it is known.
    """
    line = _NODE.sub(r"\1", _reason(_COLORS.sub("", text)))
    if _OUT_OF_MEMORY.search(line):
        return f"{_memory(line)}. {ADVICE['memory']}"
    if kind == "UnimplementedError" or _NO_KERNEL.search(line):
        return f"{line.rstrip('.')}. {ADVICE['kernel']}"
    return line


def _reason(text: str) -> str:
    """Peels layers of Keras, AutoGraph and graphs off, outermost first."""
    for _ in range(20):
        inner = _inside(text)
        if inner is None:
            return text
        text = inner.strip()
    return text


def _inside(text: str) -> str | None:
    if found := _IN_KERAS.search(text):
        return found[1]
    if text.startswith("in user code:"):
        found = _IN_AUTOGRAPH.search(text)
        return found and found[1]
    graph = ("Graph execution error", "{{function_node", "[[{{", " [Op:")
    if any(mark in text for mark in (*graph, "root error(s) found")):
        return _line_of_graph(text)
    if text.startswith("assertion failed:"):
        return _asserted(text)
    return None


def _line_of_graph(text: str) -> str:
    for line in text.splitlines():
        if _STORY.match(line):
            continue
        line = _AROUND.sub("", line)
        line = _PYTHON_ERROR.sub("", line).strip()
        if line:
            return line[:LONGEST]
    return " ".join(text.split()).replace("[[{{", "")[:LONGEST]


def _asserted(text: str) -> str | None:
    found = _ASSERTION.match(text)
    if not found:
        return None
    parts = [part.strip("[]") for part in found[1].split("] [")]
    said = _CONDITION.sub("", _unescaped(" ".join(parts))).strip()
    return said or None


def _unescaped(text: str) -> str:
    """TensorFlow writes strings in assertions as C would."""

    def character(found):
        code = found[1]
        if code[:1] == b"x":
            return bytes([int(code[1:], 16)])
        if len(code) == 3:
            return bytes([int(code, 8) & 255])
        return _LETTERS.get(code, code)

    encoded = text.encode("utf-8", "surrogateescape")
    return _ESCAPED.sub(character, encoded).decode("utf-8", "surrogateescape")


def _memory(line: str) -> str:
    tensor = _TENSOR.search(line)
    if not tensor:
        return line.rstrip(".")
    shape, dtype, device = tensor.groups()
    return f"out of memory: no room for {dtype} numbers {shape} on {device}"
