"""A background server that keeps Lean and the policy started, for the command line.

Lowest first: ``server_folder`` (where it lies on disk, and whose it is), ``identity`` (whether it is of this very program),
``server`` (what is said on its socket, and the prover that it holds), ``client`` (the other end; imports nothing heavy),
``lifecycle`` (starting and ending it).
"""
