"""Components: frozen configs that build themselves, and the table of kinds.

Networks, backbones, losses, optimizers and schedules are components. Each sort
of them has a base class in a package of its own, and **every config that the
package's `__init__.pyi` exports is a kind**: recipes, the command line and
Keras find it there, and nowhere else.
"""

import dataclasses
import importlib
from typing import ClassVar, Self

from deeplab_family import lazy_keras as keras


class ComponentConfig:
    """Base of the frozen dataclasses that describe and build components.

    A kind is a `dataclass(frozen=True, kw_only=True)` with a method `build`;
    its fields are numbers, strings, tuples, None or other configs. They travel
    in recipes and inside the `.keras` file, so a model loads in Keras' safe
    mode: `registration` makes every exported config known to Keras.

    Class attributes:
        package: of a base class, the package that exports the kinds.
        kind: name on the command line, such as "ohem".
    """

    package: ClassVar[str] = ""
    kind: ClassVar[str] = ""

    @classmethod
    def kinds(cls) -> tuple[type[Self], ...]:
        """The configs that can stand where this class is asked for."""
        package = importlib.import_module(cls.package)
        exported = [
            getattr(package, name)
            for name in package.__all__
            if name.endswith("Config")
        ]
        return tuple(
            config
            for config in exported
            if issubclass(config, cls) and dataclasses.is_dataclass(config)
        )

    @classmethod
    def presets(cls) -> dict[str, Self]:
        """This kind's configs that have a name, `kind` if it is only one."""
        return {cls.kind: cls()}

    @classmethod
    def by_name(cls) -> dict[str, Self]:
        """The presets of every kind, as the command line names them."""
        return {
            name: preset
            for config in cls.kinds()
            for name, preset in config.presets().items()
        }

    @property
    def preset_name(self) -> str:
        """The name among `presets` of what this config is closest to."""
        return self.kind

    def in_place_of(self, other: Self) -> Self:
        """This preset with what it shall keep of the config it replaces."""
        del other
        return self

    def get_config(self) -> dict:
        """The fields by name, nested configs as they are."""
        return {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
        }

    @classmethod
    def from_config(cls, config: dict) -> Self:
        """The config that `get_config` described, also after JSON."""
        return cls(**{name: _revive(value) for name, value in config.items()})

    def _check_at_least_one(self, *names: str):
        """Refuses ints below 1; None is a value that is left open."""
        for name in names:
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"`{name}` must be >= 1. Received: {value}")

    def _check_one_of(self, name: str, allowed: tuple):
        """Refuses a word that is not among the known ones."""
        value = getattr(self, name)
        if value not in allowed:
            raise ValueError(
                f"`{name}` must be one of {allowed}. Received: {value!r}"
            )

    def _check_rate(self, name: str):
        """Refuses a share that is not in 0 <= share < 1."""
        value = getattr(self, name)
        if not 0 <= value < 1:
            raise ValueError(
                f"`{name}` must lie in 0 <= rate < 1. Received: {value}"
            )

    def _check_finite(self, *names: str):
        """Refuses numbers below 0, infinite ones and NaN."""
        for name in names:
            value = getattr(self, name)
            if not 0 <= value < float("inf"):
                raise ValueError(
                    f"`{name}` must be >= 0 and finite. Received: {value}"
                )


def _revive(value):
    """Undoes what JSON did: tuples became lists, configs became dicts."""
    if isinstance(value, dict):
        return keras.saving.deserialize_keras_object(value)
    if isinstance(value, list | tuple):
        return tuple(_revive(entry) for entry in value)
    return value
