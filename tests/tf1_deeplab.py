"""research/deeplab's networks in plain operations, on the backbones of slim.

Written from its rules: normalizations of the head have epsilon 1e-5, the
pyramid joins image pooling first, every resize aligns the corners.
"""

import tensorflow as tf

from tests.tf1_slim import Slim, mobilenet_v2, resnet

RATES = (6, 12, 18)


def deeplab(
    images,
    arrays,
    backbone="mobilenet_v2",
    output_stride=16,
    atrous="none",
    decoder="none",
    image_pooling=True,
    pyramid=True,
    classes=21,
    width=16,
):
    """Logits at the size of the images.

    Args:
        images: float32, RGB in 0..255.
        arrays: by TensorFlow 1's names; missing ones are drawn.
        backbone: "mobilenet_v2", "beta" or "root", the last two ResNet-50.
        output_stride: of the backbone's last map.
        atrous, decoder: "none", "plain" or "separable".
        image_pooling, pyramid: whether there is one.
        classes, width: channels of logits and branches.
    """
    slim = Slim(1e-5, arrays)
    if backbone == "mobilenet_v2":
        x = mobilenet_v2(images, output_stride, arrays)
    else:
        x, ends = resnet(images, output_stride, arrays, beta=backbone == "beta")
    if pyramid:
        rates = [rate * 16 // output_stride for rate in RATES]
        x = _pyramid(slim, x, rates, atrous, image_pooling, width)
    if decoder != "none":
        low = ends["resnet_v1_50/block1/unit_2/bottleneck_v1/conv3"]
        x = _decoder(slim, x, low, decoder, width)
    kernel = slim.variable(
        "logits/semantic/weights", (1, 1, x.shape[-1], classes)
    )
    x = tf.nn.conv2d(x, kernel, 1, "SAME")
    x = x + slim.variable("logits/semantic/biases", (classes,))
    return _resize(x, images.shape[1:3])


def _pyramid(slim, x, rates, atrous, image_pooling, width):
    branches = []
    if image_pooling:
        pooled = tf.nn.avg_pool2d(x, x.shape[1:3], 1, "VALID")
        pooled = slim.conv(pooled, width, 1, "image_pooling")
        branches.append(_resize(pooled, x.shape[1:3]))
    branches.append(slim.conv(x, width, 1, "aspp0"))
    for number, rate in enumerate(rates, start=1):
        if atrous == "plain":
            branch = slim.conv(x, width, 3, f"aspp{number}", rate=rate)
            branches.append(branch)
        elif atrous == "separable":
            branch = slim.separable(x, width, f"aspp{number}", rate)
            branches.append(branch)
    return slim.conv(tf.concat(branches, 3), width, 1, "concat_projection")


def _decoder(slim, x, low, kind, width):
    low = slim.conv(low, 48, 1, "decoder/feature_projection0")
    x = tf.concat([_resize(x, low.shape[1:3]), low], 3)
    for number in (0, 1):
        if kind == "separable":
            x = slim.separable(x, width, f"decoder/decoder_conv{number}")
        else:
            scope = f"decoder/decoder_conv0/decoder_conv0_{number + 1}"
            x = slim.conv(x, width, 3, scope)
    return x


def _resize(x, size):
    return tf.compat.v1.image.resize_bilinear(x, size, align_corners=True)
