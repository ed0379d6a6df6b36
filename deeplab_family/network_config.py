"""What every network config shares: it is plain data that Keras can store."""

import dataclasses

from deeplab_family import lazy_keras as keras


class NetworkConfig:
    """Base of the frozen dataclasses that describe and build networks.

    A subclass is a `dataclass(frozen=True, kw_only=True)`; its fields are
    numbers, strings, tuples, None or other configs. They travel inside the
    `.keras` file, so a model loads in Keras' safe mode: `registration` makes
    every config that `models` or `backbones` exports known to Keras.
    """

    def get_config(self) -> dict:
        """The fields by name, nested configs as they are."""
        return {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
        }

    def build_for_training(self, **options):
        """What `fit` trains: the network, unless it has a head for that."""
        return self.build(**options)

    @classmethod
    def from_config(cls, config: dict) -> "NetworkConfig":
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

    def _require_num_classes(self):
        """Refuses to build what the data set was to decide."""
        if self.num_classes is None:
            raise ValueError(
                "`num_classes` must be an int >= 1 to build. Received: None"
            )


def _revive(value):
    """Undoes what JSON did: tuples became lists, configs became dicts."""
    if isinstance(value, dict):
        return keras.saving.deserialize_keras_object(value)
    if isinstance(value, list | tuple):
        return tuple(_revive(entry) for entry in value)
    return value
