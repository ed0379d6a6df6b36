"""`deeplab recipes`: the runs that have a name."""

from deeplab_family.cli.quiet import start_tensorflow

HELP = """usage: deeplab recipes

Lists the recipes of `deeplab train`, one a line."""


def main(words: list[str]) -> int:
    """Prints each recipe's name and the first line of its docstring."""
    if words and words[0] in ("-h", "--help"):
        print(HELP)
        return 0
    start_tensorflow()
    from deeplab_family.recipes import RECIPES

    width = max(map(len, RECIPES))
    for name, recipe in RECIPES.items():
        print(f"{name:{width}} {recipe.__doc__.splitlines()[0]}")
    return 0
