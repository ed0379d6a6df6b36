"""Catalog of findings: severity and advice of each."""

from dataclasses import dataclass

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)


@dataclass(frozen=True)
class Advice:
    """Advice that belongs to one code.

    Args:
        severity: one of `SEVERITIES`.
        expected: what is good instead.
        fix: what to do.
    """

    severity: str
    expected: str
    fix: str


_IDS = "ids from 0 to the number of classes less one, and 255 for 'ignore'"
_MAPPED = "Convert the labels; the proposed label map is a start, check it"
_TREE = (
    "images/<split>/<name>.jpg and labels/<split>/<name>.png, or one of the "
    "other trees in docs/data/datasets.md"
)

CATALOG = {
    # The tree.
    "tree": Advice(ERROR, _TREE, "Sort the files into such folders"),
    "tree_unclear": Advice(
        ERROR,
        "one place for images and one for labels",
        "Move what is not meant to another folder",
    ),
    "not_opened": Advice(
        ERROR,
        "the tree and the lists that the data set comes in",
        "Complete or replace the files, or name another --dataset",
    ),
    "classes_file": Advice(
        ERROR,
        "one class name a line, 1 to 255 different ones, UTF-8",
        "Correct classes.txt, or remove it to count the classes",
    ),
    "split_unusable": Advice(
        ERROR, "the tree that the data set comes in", "Complete the files"
    ),
    "split_left_out": Advice(
        WARNING,
        "the tree that the data set comes in",
        "Complete the files, or name the splits that you use (--splits)",
    ),
    "split_missing": Advice(
        ERROR,
        "a split to train on and one to judge by: 'train' and 'val', unless "
        "training is told other names",
        "Divide the images anew, class by class: deeplab convert DATA --to "
        "folder --output DIR --split 0.8 0.2; or let a fifth of a plain "
        "folder's 'train' be 'val': --val-share 0.2; or name a split that is "
        "there when training: --data.eval-split, --data.train-split",
    ),
    "split_empty": Advice(
        ERROR, "at least one image in each split", "Fill or remove the folder"
    ),
    "name_twice": Advice(
        ERROR, "one image for each name", "Rename or remove one of the two"
    ),
    "image_without_label": Advice(
        ERROR,
        "a label of the same name for each image",
        "Add the label or remove the image",
    ),
    "label_without_image": Advice(
        ERROR,
        "an image of the same name for each label",
        "Add the image or remove the label",
    ),
    "shard_damaged": Advice(
        ERROR,
        "shards that are complete and as long as the manifest says",
        "Make the records again",
    ),
    "annotation_broken": Advice(
        ERROR,
        "outlines inside of their picture, of listed classes, and the picture",
        "Correct them in the labelling tool and export again; or leave their "
        "images out when training: --data.on-error skip",
    ),
    "only_boxes": Advice(
        WARNING,
        "outlines that follow the objects; a box also covers what lies around "
        "its object, and the network learns that",
        "Draw outlines in the labelling tool; nothing, if all objects are "
        "rectangles",
    ),
    "classes_alike": Advice(
        WARNING,
        "one name for a class, typed alike everywhere",
        "Rename the labels in the tool and export again, if they mean the "
        "same; in LabelMe a labels.txt lists what is allowed",
    ),
    # Images.
    "image_unreadable": Advice(
        ERROR,
        "a whole picture",
        "Copy or download the file again, or remove the sample",
    ),
    "picture_ignored": Advice(
        WARNING,
        "images in JPEG, PNG, TIFF, NPY or HEIC, labels in PNG; others are "
        "not read",
        "Save the pictures as JPEG or PNG, or remove them",
    ),
    "image_format": Advice(
        ERROR,
        "images in JPEG, PNG, TIFF, NPY or HEIC, one picture each",
        "Save the image as JPEG or PNG, or install the package that is named",
    ),
    "pictures_differ": Advice(
        ERROR,
        "the same number of channels, and the same bits, in all images",
        "Save all images alike, or remove those of another kind",
    ),
    "pictures_other": Advice(
        WARNING,
        "8-bit RGB, unless training is told what the images hold",
        "Give these flags to `deeplab train`; they become part of the network",
    ),
    "image_channels": Advice(
        ERROR,
        "as many channels as the network takes",
        "Train with --data.channels, the number that all images have",
    ),
    "image_range": Advice(
        ERROR,
        "a range that the values have, unless they have 8 or 16 bits",
        "Train with --data.value-range LOW HIGH",
    ),
    "image_values": Advice(
        ERROR,
        "numbers: neither NaN nor infinite ones",
        "Replace these values, or remove the sample",
    ),
    "image_huge": Advice(
        ERROR,
        "at most 80 million pixels by the header, which is read first",
        "Cut the image and its label into tiles, or remove the sample",
    ),
    "image_turned": Advice(
        ERROR,
        "no EXIF orientation, unless the size of the label tells that it is "
        "applied to it too",
        "Save the image and its label upright, without the tag",
    ),
    "image_slow": Advice(
        ERROR,
        "a JPEG of some ten scans, a PNG of a few texts; thousands would hold "
        "the reader for minutes",
        "Save the image again",
    ),
    "image_bits": Advice(
        ERROR,
        "16 bits that are used; of 10, 12 or 14 in a 16-bit file the upper 8 "
        "would be a few gray levels",
        "Train with --data.value-range 0 4095 where the camera has 12 bits",
    ),
    "image_cmyk": Advice(
        WARNING,
        "RGB: a conversion from print colors shifts them",
        "Save the image as RGB",
    ),
    "image_gray": Advice(
        NOTE, "RGB; gray is repeated three times", "Nothing, if it is meant"
    ),
    "image_alpha": Advice(
        NOTE,
        "RGB; transparency is dropped",
        "Nothing, if what lies below the transparent pixels is meant",
    ),
    "image_16_bit": Advice(
        NOTE, "8 bits; the upper 8 are used", "Nothing, if they suffice"
    ),
    "image_set_upright": Advice(
        NOTE,
        "no EXIF orientation; the image is turned upright wherever it is read",
        "Nothing, if the label fits the upright image, as its size says",
    ),
    # Labels, as files.
    "label_unreadable": Advice(
        ERROR,
        "a whole PNG file",
        "Copy or download the file again, or remove the sample",
    ),
    "label_format": Advice(
        ERROR,
        "labels in PNG; JPEG and others change ids",
        "Export the labels again, as PNG",
    ),
    "label_turned": Advice(
        ERROR,
        "no EXIF orientation, which is not applied to labels",
        "Save the label upright, without the tag",
    ),
    "label_huge": Advice(
        ERROR,
        "the size of the image, at most 80 million pixels",
        "Replace the label, or remove the sample",
    ),
    "size_mismatch": Advice(
        ERROR,
        "the same size for an image and its label",
        "Export the label at the size of its image; resize only by the "
        "nearest pixel",
    ),
    "label_rgb": Advice(
        ERROR, "one class id a pixel in one channel, not a color", _MAPPED
    ),
    "label_bits": Advice(
        ERROR, "8 bits a pixel", "Save the ids as 8-bit grayscale PNG"
    ),
    "label_not_rgb": Advice(
        ERROR,
        "RGB masks: this data set defines its classes by color",
        "Take the original files of the data set",
    ),
    "label_colors": Advice(
        ERROR,
        "only the colors that the data set defines",
        "Correct the label; a color that is not listed is refused",
    ),
    # Labels, as class ids.
    "label_ids": Advice(
        ERROR, _IDS, "Correct the label or the list of classes"
    ),
    "label_binary": Advice(
        ERROR, _IDS, "Divide the masks by 255: then white is class 1"
    ),
    "label_off_by_one": Advice(
        ERROR,
        _IDS,
        "If 0 means 'ignore', store it as 255 and take 1 off every other "
        "id; if not, complete the list of classes",
    ),
    "cityscapes_ids": Advice(
        ERROR,
        "Cityscapes trainIds: 0 to 18, and 255 for all other ids",
        "Convert them (gtFine_labelTrainIds.png), or read the original tree "
        "with --dataset cityscapes",
    ),
    "cityscapes_ids_likely": Advice(
        WARNING,
        "Cityscapes trainIds: 0 to 18, and 255 for all other ids",
        "If these are Cityscapes labels, convert them; if not, add classes.txt",
    ),
    "id_gaps": Advice(
        WARNING,
        "every id from 0 to the largest in use, or a classes.txt that names "
        "the unused ones too",
        _MAPPED,
    ),
    "palette_swapped": Advice(
        WARNING,
        "one color for one id in all labels: an id means the same everywhere",
        "Export the labels with one fixed palette; graphics programs choose "
        "a new one for each file",
    ),
    "palette_differs": Advice(
        WARNING,
        "one palette in all labels",
        "Make sure that the ids mean the same; the colors are not used",
    ),
    "palette": Advice(
        NOTE,
        "ids are the indices of a palette, its colors only for viewers",
        "Nothing, if the indices are the class ids",
    ),
    "label_ignored": Advice(
        WARNING,
        "labels with at least one pixel of a class",
        "Label or remove the sample: nothing is learned from it",
    ),
    "one_class": Advice(
        WARNING,
        "at least two classes",
        "Make sure that the labels are the right files",
    ),
    "class_unused": Advice(
        WARNING,
        "pixels of every class",
        "Label it, remove it from classes.txt, or expect no score for it",
    ),
    "class_not_trained": Advice(
        WARNING,
        "classes of the evaluation in the training split too",
        "Move samples between the splits",
    ),
    "class_not_scored": Advice(
        NOTE,
        "classes of the training in the evaluation split too",
        "Move samples between the splits, or expect no score for it",
    ),
    # The same picture again.
    "leak": Advice(
        WARNING,
        "no picture in two splits: the score would count what was learned",
        "Remove the picture from one of the splits",
    ),
    "augmented_leak": Advice(
        WARNING,
        "all copies of a photograph in one split",
        "In Roboflow, make a version without augmentation: training augments "
        "by itself; or divide the photographs before they are augmented",
    ),
    "near_leak": Advice(
        NOTE,
        "no picture in two splits, not even resized or saved again",
        "Look at the pairs; remove copies from one of the splits",
    ),
    "duplicate": Advice(
        WARNING,
        "every picture once",
        "Remove the copies, unless the picture is meant to count more",
    ),
    "duplicate_contradicts": Advice(
        WARNING,
        "one label for one picture",
        "Compare the labels and keep the right one",
    ),
    "split_overlap": Advice(
        WARNING,
        "splits that share no file, or one that holds all of the other",
        "Do not train on one and evaluate on the other",
    ),
}


@dataclass(frozen=True)
class Place:
    """Place of a finding.

    Args:
        file: file or folder, relative to the root of the data set.
        found: what is there, in a few words; empty where the finding says it.
    """

    file: str
    found: str = ""


@dataclass(frozen=True)
class Finding:
    """Finding: its code, the places, and advice.

    Args:
        code: a key of `CATALOG`, which adds severity, expectation and fix.
        found: what was found, one sentence without its full stop.
        places: all files it was found in.
    """

    code: str
    found: str
    places: tuple[Place, ...] = ()

    @property
    def severity(self) -> str:
        """`error`: training refuses it; `warning`: it harms; or `note`."""
        return CATALOG[self.code].severity

    @property
    def expected(self) -> str:
        """State that would be good instead."""
        return CATALOG[self.code].expected

    @property
    def fix(self) -> str:
        """Advice that mends it."""
        return CATALOG[self.code].fix
