"""Networks whose weights have shapes but no values, for counting."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import keras


def with_promised_weights(function: Callable, *arguments):
    """Calls a function; networks that it builds draw no weights.

    Drawing those of a hundred networks takes minutes and gigabytes. Within the
    function, variables know their shape and symbolic calls work. Do not let a
    network out of it.

    Args:
        function: what to call.
        *arguments: for it.

    Returns:
        What the function returns.
    """
    # Keras would make up for the promises at its next occasion; it keeps them
    # thread by thread, so they end with this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_promise, function, arguments).result()


def _promise(function, arguments):
    with keras.StatelessScope(initialize_variables=False):
        return function(*arguments)
