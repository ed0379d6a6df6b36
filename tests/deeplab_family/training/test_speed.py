import keras

from deeplab_family.training.speed import SpeedLog


def test_rate_and_speed_of_the_steps_since_the_evaluation():
    """The first step compiles, and an evaluation takes its time."""
    times = iter([100.0, 102.0, 104.0, 900.0, 901.0])
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.25))
    speed = SpeedLog(8, lambda: next(times))
    speed.set_model(model)
    found = []
    for steps in (3, 2, 0):
        speed.on_epoch_begin(0)
        for step in range(steps):
            speed.on_train_batch_end(step)
        found.append({})
        speed.on_epoch_end(0, found[-1])
    assert found == [
        {"learning_rate": 0.25, "images_per_second": 4.0},
        {"learning_rate": 0.25, "images_per_second": 8.0},
        {"learning_rate": 0.25},
    ]
