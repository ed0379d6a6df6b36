"""Import graph of our files, read from the source and never imported."""

import ast
from pathlib import Path


def file_imports(
    root: Path, packages: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    """Module -> modules whose names it takes at import, through packages.

    `from deeplab_family.layers import ASPP` is an import of the file that
    defines `ASPP`: a package only passes names on.
    """
    paths = {
        _module(root, path): path
        for package in packages
        for path in (root / package).rglob("*.py")
    }
    exported = _exports(root, packages)
    graph = {}
    for module, path in paths.items():
        if path.name == "__init__.py":
            continue
        found = {
            _definer(*names, exported, paths)
            for names in _imported_names(root, path)
        }
        graph[module] = frozenset(found - {None})
    return graph


def circles(graph: dict[str, frozenset[str]]) -> list[list[str]]:
    """Groups of modules that reach each other, sorted."""
    reach = {module: _reachable(module, graph) for module in graph}
    groups = {
        frozenset(m for m in reach[start] if start in reach.get(m, ()))
        for start in graph
    }
    return sorted(sorted(group) for group in groups if group)


def shadowed_modules(root: Path, packages: tuple[str, ...]) -> list[str]:
    """Modules whose package exports something else by the same name."""
    wrong = set()
    for package, names in _exports(root, packages).items():
        folder = root / package.replace(".", "/")
        for name, (base, original) in names.items():
            is_itself = (base, original) == (package, name)
            exists = (folder / f"{name}.py").exists() or (
                folder / name / "__init__.py"
            ).exists()
            if exists and not is_itself:
                wrong.add(f"{package}.{name}")
    return sorted(wrong)


def _reachable(start, graph):
    seen, ahead = set(), [start]
    while ahead:
        for module in graph.get(ahead.pop(), ()):
            if module not in seen:
                seen.add(module)
                ahead.append(module)
    return seen


def _module(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def _exports(root, packages):
    """Package -> name -> (module, name there), of `__init__.py` and stub."""
    found = {}
    for package in packages:
        for path in (root / package).rglob("__init__.py*"):
            names = found.setdefault(_module(root, path), {})
            for base, name in _imported_names(root, path):
                if base.split(".")[0] in packages:
                    names[name] = (base, name)
    return found


def _imported_names(root, path):
    package = ".".join(path.relative_to(root).parent.parts)
    for node in _run_at_import(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (("", alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = f"{package}.{base}".rstrip(".")
            yield from ((base, alias.name) for alias in node.names)


def _run_at_import(node: ast.AST):
    """What runs when a module is imported: no functions, no types alone."""
    for child in ast.iter_child_nodes(node):
        only_types = isinstance(child, ast.If) and "TYPE_CHECKING" in (
            ast.unparse(child.test)
        )
        if not only_types and not isinstance(child, ast.FunctionDef):
            yield child
            yield from _run_at_import(child)


def _definer(base, name, exported, paths):
    """The module of ours that defines a name, or None."""
    passed_on = exported.get(base, {}).get(name)
    if passed_on and passed_on != (base, name):
        return _definer(*passed_on, exported, paths)
    full = f"{base}.{name}".lstrip(".")
    if full in paths:
        return full
    return base if base in paths else None
