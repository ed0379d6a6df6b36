"""Optimizers of Keras with a rate for the head and one update on replicas."""

import keras

from deeplab_family.optimizers.accumulation import Accumulation
from deeplab_family.optimizers.discriminative import Discriminative

register = keras.saving.register_keras_serializable(package="deeplab_family")
FREE_OF_DECAY = ("gamma", "beta", "bias")


class _Configured(Discriminative, Accumulation):
    """What the classes below add to those of Keras.

    Args:
        *args, **kwargs: as of the class of Keras.
        decays: "kernels" leaves gamma, beta and biases free of the decay that
            the optimizer applies; "all" none.
        rate_multiplier, multiplied: see `Discriminative`.
    """

    def __init__(self, *args, decays="kernels", **kwargs):
        super().__init__(*args, **kwargs)
        self.decays = decays
        if decays == "kernels":
            self.exclude_from_weight_decay(var_names=list(FREE_OF_DECAY))

    def get_config(self):
        return {**super().get_config(), "decays": self.decays}


@register
class SGD(_Configured, keras.optimizers.SGD):
    __doc__ = f"`keras.optimizers.SGD`.\n\n{_Configured.__doc__}"


@register
class AdamW(_Configured, keras.optimizers.AdamW):
    __doc__ = f"`keras.optimizers.AdamW`.\n\n{_Configured.__doc__}"


@register
class Lamb(_Configured, keras.optimizers.Lamb):
    __doc__ = f"`keras.optimizers.Lamb`.\n\n{_Configured.__doc__}"


@register
class Lion(_Configured, keras.optimizers.Lion):
    __doc__ = f"`keras.optimizers.Lion`.\n\n{_Configured.__doc__}"
