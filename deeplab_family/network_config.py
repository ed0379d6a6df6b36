"""What every network config shares: it is plain data that Keras can store."""

import dataclasses

import keras


class NetworkConfig:
    """Base of the frozen dataclasses that describe and build networks.

    A subclass is a `dataclass(frozen=True, kw_only=True)` registered with
    Keras; its fields are numbers, strings, tuples, None or other configs. They
    travel inside the `.keras` file, so a model loads in Keras' safe mode.
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


def _revive(value):
    """Undoes what JSON did: tuples became lists, configs became dicts."""
    if isinstance(value, dict):
        return keras.saving.deserialize_keras_object(value)
    if isinstance(value, list | tuple):
        return tuple(_revive(entry) for entry in value)
    return value
