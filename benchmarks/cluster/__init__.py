"""Runs on a Ray cluster: Lean workers as CPU actors, the model as an actor with a GPU or behind an endpoint.

The run loop is the same (``benchmarks.run.runner``); ``ClusterProver`` stands where ``prover.AsyncProver`` does.  Ray is
imported, and started or joined, only when one is started.
"""

from benchmarks.cluster.prover import ClusterProver

__all__ = ["ClusterProver"]
