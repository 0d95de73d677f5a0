"""Published set-ups of search by name: which algorithm, policy and limits."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Preset(BaseModel):
    """Where an option is not given, the preset's value stands."""

    model_config = ConfigDict(frozen=True)

    about: str
    policy: tuple[str, ...]
    search: str
    time_limit: float | None = None
    max_expansions: int | None = None


PRESETS: dict[str, Preset] = {
    "reprover": Preset(
        about="ReProver without retrieval (Yang et al., LeanDojo, NeurIPS 2023): best-first, 64 tactics by beam search, 10 minutes",
        policy=("hf:kaiyuy/leandojo-lean4-tacgen-byt5-small?format=reprover&decoding=beam&n=64",),
        search="best-first?eager=true",
        time_limit=600.0,
    ),
    "llemma": Preset(
        about="Llemma's formal-to-formal evaluation (Azerbayev et al. 2023, arXiv:2310.10631): few-shot, best-first by mean "
        "log-probability a token, 32 tactics by beam search, 100 expansions, 10 minutes",
        policy=("hf:EleutherAI/llemma_7b?format=llemma&decoding=beam&n=32&score=mean",),
        search="best-first?eager=true",
        time_limit=600.0,
        max_expansions=100,
    ),
    "bfs-prover": Preset(
        about="BFS-Prover (Xin et al. 2025, arXiv:2502.03438), one pass: best-first with length normalization, 2 samples at "
        "temperature 1.1, 600 expansions",
        policy=("hf:ByteDance-Seed/BFS-Prover-V2-7B?format=bfs-prover&n=2&temperature=1.1&top_k=0",),
        search="best-first?alpha=0.5&eager=true",
        max_expansions=600,
    ),
}
