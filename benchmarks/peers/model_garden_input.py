"""Worker: training batches of the segmentation parser of TF Model Garden."""

import tempfile
from importlib import metadata
from pathlib import Path

import tensorflow as tf
from official.vision.configs import semantic_segmentation as configs
from official.vision.tasks.semantic_segmentation import (
    SemanticSegmentationTask,
)

from benchmarks.peers.stream import StreamJob, seconds_for
from benchmarks.worker import serve

CLASSES = 21


def main() -> None:
    """Serves the job of the command line."""
    job = StreamJob.from_command_line()
    with tempfile.TemporaryDirectory() as scratch:
        records = str(Path(scratch) / "train.tfrecord")
        write_records(job, records)
        task, data = describe_task(job, records)
        version = metadata.version("tf-models-official")
        serve(
            lambda: seconds_for(lambda: task.build_inputs(data), job.batches),
            f"tf-models-official {version}, its own TFRecords; float32",
            lambda step: step(),
        )


def write_records(job: StreamJob, path: str) -> None:
    """Packs the files under the keys that its decoder reads."""
    with tf.io.TFRecordWriter(path) as writer:
        for image_path, label_path in job.files():
            image = Path(image_path).read_bytes()
            height, width, _ = tf.image.extract_jpeg_shape(image).numpy()
            features = {
                "image/encoded": _bytes(image),
                "image/height": _integer(height),
                "image/width": _integer(width),
                "image/segmentation/class/encoded": _bytes(
                    Path(label_path).read_bytes()
                ),
            }
            content = tf.train.Features(feature=features)
            example = tf.train.Example(features=content)
            writer.write(example.SerializeToString())


def describe_task(job: StreamJob, records: str):
    """The task whose `build_inputs` scales, crops and flips as DeepLab does."""
    data = configs.DataConfig(
        input_path=records,
        output_size=[job.size, job.size],
        is_training=True,
        global_batch_size=job.batch,
        aug_scale_min=0.5,
        aug_scale_max=2.0,
        aug_rand_hflip=True,
        shuffle_buffer_size=32,
    )
    model = configs.SemanticSegmentationModel(
        num_classes=CLASSES, input_size=[job.size, job.size, 3]
    )
    config = configs.SemanticSegmentationTask(model=model, train_data=data)
    return SemanticSegmentationTask(config), data


def _bytes(value: bytes) -> tf.train.Feature:
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))


def _integer(value: int) -> tf.train.Feature:
    return tf.train.Feature(int64_list=tf.train.Int64List(value=[int(value)]))


if __name__ == "__main__":
    main()
