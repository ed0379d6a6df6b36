"""The recipe that one process and two workers train, to be compared."""

import dataclasses

from tests.tiny_recipe import tiny_mobile


def two_workers_recipe(root):
    """Six steps of four images; nothing in it depends on how rows are dealt.

    Dropout would draw other masks. The mean of an image, normalized over so
    few of them, is little more than a sign, and rounding would decide it.
    """
    recipe = tiny_mobile(root, total_steps=6, eval_every=3, save_every=2)
    model = dataclasses.replace(
        recipe.model, dropout_rate=0.0, image_pooling=False
    )
    data = dataclasses.replace(recipe.data, batch_size=4, crop_size=(48, 48))
    return dataclasses.replace(recipe, model=model, data=data)
