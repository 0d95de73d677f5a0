"""A background server that keeps Lean and the policy started, for the command line.

Lowest first: ``server_folder`` (where it lies on disk, and whose it is), ``identity`` (whether it is of this very program),
``messages`` (what is said on its socket), ``server`` (the prover it holds; one request a connection), ``client`` (the other
end; imports nothing heavy), ``lifecycle`` (starting and ending it).
"""
