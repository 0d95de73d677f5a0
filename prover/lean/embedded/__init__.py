"""Embedded Lean: the registry's WebAssembly build, made something that a proof server can run in.

Lowest first: ``patch`` and ``loader.js`` (what is changed in it), ``install`` (unpacked once into the cache), ``confined`` and
``node`` (what its process may touch, and how it is started), ``image`` and ``snapshot`` (the memory every start begins with).
"""
