"""The reference has every class and function that the packages export."""

import ast
import re

import pytest

from tests.docs.markdown_pages import ROOT

PACKAGES = ("deeplab_family", "input_pipeline", "export")
TABLES = {"ARTIFACTS", "DATASETS", "IGNORE_LABEL", "RECIPES"}
"""Constants: commands list them."""


def exported(package: str) -> set[str]:
    """Names in the stub of a package, without constants."""
    tree = ast.parse((ROOT / package / "__init__.pyi").read_text("utf-8"))
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    names = {alias.name for node in imports for alias in node.names}
    return names - TABLES


def documented(package: str) -> set[str]:
    """Names that the page of a package documents."""
    page = ROOT / "docs" / "python" / f"{package}.md"
    found = re.findall(r"^::: ([\w.]+)$", page.read_text("utf-8"), re.M)
    assert all(name.startswith(f"{package}.") for name in found)
    return {name.removeprefix(f"{package}.") for name in found}


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_package_exports_is_on_a_page(package):
    """On its own, or on that of the package that it is taken from."""
    missing = exported(package) - set().union(*map(documented, PACKAGES))
    assert missing == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_the_page_has_nothing_that_is_gone(package):
    assert documented(package) - exported(package) == set()
