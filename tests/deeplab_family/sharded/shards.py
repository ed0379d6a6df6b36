"""Shards of encoded images, written by TensorFlow."""

import os

import tensorflow as tf


def example(image: bytes, name: bytes | None = None, label=None) -> bytes:
    """A record as `record_pictures` reads it."""
    values = {
        "image/encoded": image,
        "image/filename": name,
        "image/segmentation/class/encoded": label,
    }
    feature = {
        key: tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))
        for key, value in values.items()
        if value is not None
    }
    height = tf.train.Feature(int64_list=tf.train.Int64List(value=[24]))
    feature["image/height"] = height
    features = tf.train.Features(feature=feature)
    return tf.train.Example(features=features).SerializeToString()


def write_shard(path, records) -> None:
    with tf.io.TFRecordWriter(os.fsencode(path)) as writer:
        for record in records:
            writer.write(record)
