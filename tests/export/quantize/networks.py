"""A network that int8 ruins: one channel ten thousand times the others.

Activations share one scale for all channels. In float32 the large channel
changes nothing: the next convolution takes the factor back.
"""

from tests.export.tiny_network import make_network

FACTOR = 1e4


def make_fragile_network():
    model = make_network()
    widen_channel(*_pair(model))
    return model


def _pair(model):
    """A batch norm, and the convolution behind it."""
    layers = [layer for layer in model.layers if layer.weights]
    names = [type(layer).__name__ for layer in layers]
    first = names.index("BatchNormalization", 3)
    return layers[first], layers[first + 1]


def widen_channel(norm, convolution):
    gamma, beta = norm.gamma.numpy(), norm.beta.numpy()
    gamma[0] *= FACTOR
    beta[0] *= FACTOR
    norm.gamma.assign(gamma)
    norm.beta.assign(beta)
    kernel = convolution.kernel.numpy()
    kernel[:, :, 0] /= FACTOR
    convolution.kernel.assign(kernel)
