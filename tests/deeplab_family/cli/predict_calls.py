"""`deeplab predict` as the tests call it: the command, what a folder holds."""

from deeplab_family.cli.main import main


def predict(network, *words):
    return main(["predict", *map(str, (network, *words))])


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}
