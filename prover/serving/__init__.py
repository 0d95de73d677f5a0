"""``prover serve``: a model behind an OpenAI-compatible completions server, ours or vLLM."""
