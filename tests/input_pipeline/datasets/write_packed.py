"""Tables of Hugging Face and records of TFDS, in their layouts."""

import io
import json

import tensorflow as tf
from PIL import Image

from tests.input_pipeline.datasets.write_exports import SIZE, drawn
from tests.input_pipeline.draw_files import random_pixels


def encoded(pixels, kind):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format=kind)
    return file.getvalue()


def pairs(seed, count=2):
    return [
        (
            encoded(random_pixels(seed + i, SIZE), "JPEG"),
            encoded(drawn(), "PNG"),
        )
        for i in range(count)
    ]


def write_table(path, rows, image="image", mask="label"):
    """As `Dataset.to_parquet` of `datasets` writes columns of `Image()`."""
    import pyarrow
    from pyarrow import parquet

    kind = pyarrow.struct(
        [("bytes", pyarrow.binary()), ("path", pyarrow.string())]
    )
    columns = {
        name: pyarrow.array(
            [{"bytes": row[place], "path": None} for row in rows], kind
        )
        for place, name in enumerate((image, mask))
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pyarrow.table(columns), path)


def write_hugging_face(root):
    for seed, split in enumerate(("train", "validation")):
        path = root / f"data/{split}-00000-of-00001.parquet"
        write_table(path, pairs(10 * seed))
    names = {"0": "background", "1": "dog", "2": "cat"}
    (root / "id2label.json").write_text(json.dumps(names))
    return root


def picture(channels):
    return {
        "pythonClassName": "tensorflow_datasets.core.features.image_feature."
        "Image",
        "image": {
            "shape": {"dimensions": ["-1", "-1", f"{channels}"]},
            "dtype": "uint8",
            "encodingFormat": "png" if channels == 1 else "jpeg",
        },
    }


def labeled():
    name = "tensorflow_datasets.core.features.labeled_image.LabeledImage"
    return {"pythonClassName": name, "labeledImage": picture(1)["image"]}


def write_features(folder, features):
    content = {
        "pythonClassName": "tensorflow_datasets.core.features.features_dict."
        "FeaturesDict",
        "featuresDict": {"features": features},
    }
    (folder / "features.json").write_text(json.dumps(content))
    (folder / "dataset_info.json").write_text('{"name": "pets"}')


def write_records(path, rows, image="image", mask="segmentation_mask"):
    with tf.io.TFRecordWriter(str(path)) as writer:
        for row in rows:
            feature = {
                name: tf.train.Feature(
                    bytes_list=tf.train.BytesList(value=[row[place]])
                )
                for place, name in enumerate((image, mask))
            }
            features = tf.train.Features(feature=feature)
            example = tf.train.Example(features=features)
            writer.write(example.SerializeToString())


def write_tfds(root):
    folder = root / "1.0.0"
    folder.mkdir(parents=True)
    write_features(
        folder, {"image": picture(3), "segmentation_mask": labeled()}
    )
    for seed, split in enumerate(("train", "validation")):
        path = folder / f"pets-{split}.tfrecord-00000-of-00001"
        write_records(path, pairs(10 * seed))
    names = folder / "segmentation_mask.labels.txt"
    names.write_text("background\ndog\ncat\n")
    return root
