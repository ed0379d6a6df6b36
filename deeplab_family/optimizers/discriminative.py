"""Discriminative learning rates: a head that moves faster than its backbone.

Named so by Howard and Ruder, "Universal Language Model Fine-tuning",
arXiv:1801.06146, section 3.1; the official DeepLab code multiplies the rate of
its last layers likewise. To multiply gradients would do for SGD, but not for
Adam, which divides by their size.
"""


class Discriminative:
    """Multiplies the learning rate of some variables, weight decay included.

    Each variable moves as under the same optimizer with its own rate.

    Args:
        rate_multiplier: float > 0. Defaults to 1.
        multiplied: names of the layers of a model whose variables it applies
            to: the first part of their paths, "head" of "head/conv/kernel".
    """

    def __init__(self, *args, rate_multiplier=1.0, multiplied=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.rate_multiplier = rate_multiplier
        self.multiplied = tuple(multiplied)
        self._multipliers = []

    def build(self, variables):
        if not self.built:
            self._multipliers = [
                self.rate_multiplier
                if variable.path.split("/")[0] in self.multiplied
                else 1.0
                for variable in variables
            ]
        super().build(variables)

    def update_step(self, gradient, variable, learning_rate):
        multiplier = self._multipliers[self._get_variable_index(variable)]
        super().update_step(gradient, variable, learning_rate * multiplier)

    def get_config(self):
        return {
            **super().get_config(),
            "rate_multiplier": self.rate_multiplier,
            "multiplied": self.multiplied,
        }

    def _apply_weight_decay(self, variables):
        """Decays by the rate of each variable: the decay is multiplied."""
        decay = self.weight_decay
        if decay is None:
            return
        for multiplier in dict.fromkeys(self._multipliers):
            self.weight_decay = decay * multiplier
            super()._apply_weight_decay(
                [
                    variable
                    for variable in variables
                    if self._multipliers[self._get_variable_index(variable)]
                    == multiplier
                ]
            )
        self.weight_decay = decay
