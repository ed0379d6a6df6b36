"""Which names the subclasses of a contract put to the test, from the source.

Reading is enough: to import every test module would build half the networks.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent


def subjects(contract: str, declared_by: str) -> set[str]:
    """Names that the tests of a contract mention where they name their subject.

    Args:
        contract: name of a class in `tests/contracts`.
        declared_by: its attribute or method that names what is tested.
    """
    found = set()
    for path in sorted(TESTS.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in _subclasses(contract, tree):
            if node.name.startswith("Test"):
                found |= _mentioned(node, declared_by, tree)
    return found


def _subclasses(contract: str, tree: ast.Module) -> Iterator[ast.ClassDef]:
    family = {contract} | {
        name for name, base in EXTENDED.items() if base == contract
    }
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
            if bases & family:
                family.add(node.name)
                yield node


# Contracts that add promises to another.
EXTENDED = {
    "TracedLayerContract": "LayerContract",
    "DatasetContract": "LabelSpecContract",
    "MultilabelContract": "LossContract",  # its promises for other labels
}


def _mentioned(node: ast.ClassDef, declared_by: str, tree: ast.Module):
    """Names in the declaration and in what it uses of the module."""
    tops = {name: top for top in tree.body for name in _bound(top)}
    ahead = [child for child in node.body if declared_by in _bound(child)]
    # `class TestSmall(OpenGates)` may leave the declaration to its base.
    ahead += [tops[b.id] for b in node.bases if getattr(b, "id", "") in tops]
    seen = set()
    while ahead:
        for part in ast.walk(ahead.pop()):
            name = getattr(part, "id", getattr(part, "attr", None))
            if name is not None and name not in seen:
                seen.add(name)
                if name in tops:
                    ahead.append(tops[name])
    return seen


def _bound(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {t.id for t in node.targets if isinstance(t, ast.Name)}
    return set()
