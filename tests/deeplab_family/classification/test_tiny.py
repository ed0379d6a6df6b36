import dataclasses

from deeplab_family.classification.classifier_recipe import CLASSIFIERS
from deeplab_family.classification.tiny import tiny_classifier

SMALLER = {
    "data": """root train_split eval_split crop_size eval_short_side
    batch_size eval_batch_size""",
    "train": "total_steps eval_every save_every",
    "model": "",
}


def test_only_what_costs_time_is_changed():
    own = CLASSIFIERS["imagenet_resnet_gcn"]()
    small = tiny_classifier(own, "images", "backbone.keras")
    for part, allowed in SMALLER.items():
        one, other = getattr(own, part), getattr(small, part)
        changed = {
            field.name
            for field in dataclasses.fields(one)
            if getattr(one, field.name) != getattr(other, field.name)
        }
        assert changed == {*allowed.split()} - {"train_split", "eval_split"}
    assert (small.train.total_steps, small.data.batch_size) == (2, 2)
    # The crop is twice the stride; what is judged keeps its share of it.
    assert small.data.crop_size == (64, 64)
    assert small.data.eval_short_side == round(64 * 256 / 224)


def test_weights_to_start_from_have_a_stand_in():
    own = CLASSIFIERS["imagenet_resnet_gcn"]()
    train = dataclasses.replace(own.train, weights="imagenet")
    own = dataclasses.replace(own, train=train)
    small = tiny_classifier(own, "images", "backbone.keras")
    assert small.train.weights == "backbone.keras"
