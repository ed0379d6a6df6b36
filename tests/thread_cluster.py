"""Clusters whose processes are threads, to test what they tell each other."""

import threading

import numpy as np

from deeplab_family.training.cluster import Cluster
from deeplab_family.training.workers import Workers

ADDRESSES = ("alpha:5000", "beta:5000", "gamma:5000")


class ThreadCluster(Cluster):
    """One of several clusters that add up through a list they share."""

    def __init__(self, index, count, parts, barrier):
        super().__init__(None, Workers(ADDRESSES[:count], index))
        self.parts, self.barrier = parts, barrier

    def sum(self, table):
        self.parts[self.index] = np.asarray(table)
        self.barrier.wait(20)
        total = sum(self.parts)
        self.barrier.wait(20)
        return total


def in_clusters(action, count=2):
    """Runs `action(cluster)` in each of `count` threads.

    Returns:
        What each returned or raised, in order.
    """
    parts, barrier = [None] * count, threading.Barrier(count)
    results = [None] * count

    def one(index):
        try:
            results[index] = action(ThreadCluster(index, count, parts, barrier))
        except Exception as error:
            results[index] = error

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
