"""Learning rates as Keras asks for them: a warm-up, a floor."""

import keras

register = keras.saving.register_keras_serializable(package="deeplab_family")
Schedule = keras.optimizers.schedules.LearningRateSchedule


@register
class WarmUp(Schedule):
    """A straight line before another schedule, which begins behind it.

    Args:
        schedule: a schedule, or a float for a rate that stays.
        steps: int >= 1, of the warm-up.
        first: rate of step 0.
        last: rate that the line would have at step `steps`.
    """

    def __init__(self, schedule, steps: int, first: float, last: float):
        self.schedule = schedule
        self.steps = steps
        self.first = first
        self.last = last

    def __call__(self, step):
        step = keras.ops.cast(step, "float32")
        rate = self.schedule
        if callable(rate):
            rate = rate(keras.ops.maximum(step - self.steps, 0.0))
        line = self.first + (self.last - self.first) * step / self.steps
        return keras.ops.where(step < self.steps, line, rate)

    def get_config(self):
        schedule = self.schedule
        if callable(schedule):
            schedule = keras.saving.serialize_keras_object(schedule)
        return {
            "schedule": schedule,
            "steps": self.steps,
            "first": self.first,
            "last": self.last,
        }

    @classmethod
    def from_config(cls, config):
        return cls(**_revived(config))


@register
class Floor(Schedule):
    """Another schedule, but never less than a floor.

    Args:
        schedule: a schedule.
        floor: float > 0.
    """

    def __init__(self, schedule, floor: float):
        self.schedule = schedule
        self.floor = floor

    def __call__(self, step):
        return keras.ops.maximum(self.schedule(step), self.floor)

    def get_config(self):
        schedule = keras.saving.serialize_keras_object(self.schedule)
        return {"schedule": schedule, "floor": self.floor}

    @classmethod
    def from_config(cls, config):
        return cls(**_revived(config))


def _revived(config: dict) -> dict:
    schedule = config["schedule"]
    if isinstance(schedule, dict):
        schedule = keras.saving.deserialize_keras_object(schedule)
    return {**config, "schedule": schedule}
