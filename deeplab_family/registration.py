"""Registration of our classes with Keras, for loading `.keras` files.

`import deeplab_family` has this done as soon as Keras is there, so that
`keras.saving.load_model("best.keras")` needs nothing else of ours. The names
are part of every `.keras` file: `deeplab_family>DeepLabV3Config`.

Configs are defined without Keras and registered here. Layers, losses, metrics,
optimizers and models register themselves where they are defined; until then an
`Unimported` stands in for each. To import them here instead would fail
whenever one of their files is the first to ask for Keras: it would be needed
before it is through its own imports.
"""

from deeplab_family import (
    backbones,
    classification,
    detection,
    layers,
    losses,
    metrics,
    models,
    optimizers,
)

PACKAGE = "deeplab_family"
PACKAGES = (
    layers,
    losses,
    metrics,
    optimizers,
    backbones,
    models,
    classification,
    detection,
)


class Unimported:
    """A class of ours that has not been imported yet, for Keras to find.

    Its import puts the class itself in this one's place.

    Args:
        package: the package that exports the class.
        name: of the class.
    """

    def __init__(self, package, name: str):
        self.package = package
        self.name = name

    def from_config(self, config: dict):
        """An object of the class; as any `from_config` of Keras."""
        return getattr(self.package, self.name).from_config(config)


def register_all(keras):
    """Registers the classes that the packages export, importing configs only.

    Args:
        keras: the module; `wrapt` hands it over when it has been imported.
    """
    register = keras.saving.register_keras_serializable(package=PACKAGE)
    known = keras.saving.get_custom_objects()
    for package in PACKAGES:
        for name in package.__all__:
            if name.endswith("Config"):
                register(getattr(package, name))
            elif name[0].isupper():
                known.setdefault(f"{PACKAGE}>{name}", Unimported(package, name))
