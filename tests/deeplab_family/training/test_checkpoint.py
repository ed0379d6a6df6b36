import keras
import numpy as np

from deeplab_family.training import WorkDirectory
from deeplab_family.training.checkpoint import SaveLast


def test_saves_every_so_many_steps_and_at_the_end(tmp_path):
    saved = []

    class Recorder(WorkDirectory):
        def save_model(self, model, path):
            saved.append(int(model.optimizer.iterations))

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.ones((7, 1))
    callback = SaveLast(Recorder(tmp_path), save_every=3)
    model.fit(x, x, batch_size=1, verbose=0, callbacks=[callback])
    assert saved == [3, 6, 7]
