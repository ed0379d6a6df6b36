"""On how many images a slow artifact is compared."""

from input_pipeline.evenly import evenly

TIME_BUDGET_S = 30.0
LEAST = 3


def within_time_budget(latency_ms: float, count: int) -> list[int]:
    """The images to compare on, evenly spread over all there are.

    All of them where that takes no more than 30 s; otherwise as many as fit,
    at least 3.

    Args:
        latency_ms: of one image.
        count: how many images there are.
    """
    fitting = int(TIME_BUDGET_S * 1e3 / latency_ms) if latency_ms else count
    return evenly(count, max(LEAST, fitting))
