"""The settings of a training run: one YAML file, checked field by field."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, Literal, Optional, TypeVar, Union

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from prover.errors import ExpectedError
from prover.fetch.folder import write_text
from prover.policy.views import VIEWS

Positive = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(ge=0)]


class TrainingError(ExpectedError, ValueError):
    """A training run cannot start or go on as asked for; the message says why and what to do."""


class Section(BaseModel):
    """A part of a configuration: mistyped fields are errors."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    def dump(self) -> str:
        """The configuration as YAML."""
        return yaml.safe_dump(self.model_dump(mode="json", exclude_none=True), sort_keys=False, allow_unicode=True)

    def keep(self, path: Path, may_change: Collection[str] = ()) -> None:
        """Write it as the configuration of the run that a folder holds.  Raises ``TrainingError`` where it holds one already
        that differs in more than what ``may_change``."""
        if path.exists():
            mine, before = yaml.safe_load(self.dump()), yaml.safe_load(path.read_text(encoding="utf-8"))
            changed = [key for key in sorted({*mine, *before}) if mine.get(key) != before.get(key) and key not in may_change]
            if changed:
                raise TrainingError(
                    f"{path.parent} holds a run with other settings ({', '.join(changed)}); "
                    "choose another --out, or delete that folder"
                )
        write_text(path, self.dump())


S = TypeVar("S", bound=Section)


class DataConfig(Section):
    """One data set: a folder that ``prover data`` wrote."""

    path: str
    """Relative to ``data_root``, or absolute."""
    make: Optional[str] = None
    """The arguments, without ``--out``, with which ``prover data`` makes it where it is missing: ``generate -n 60``."""
    weight: Positive = 1.0
    """Its share of the samples drawn, relative to the other data sets'."""
    views: dict[str, Share] = {"tactic": 1.0}
    """Share of each view among this data set's samples; a view left out, or with share 0, is not trained on."""
    split: Literal["train", "val", "test"] = "train"
    max_records: Optional[int] = Field(None, ge=1)
    """Only so many records of each view: the first ones."""

    @field_validator("views", mode="before")
    @classmethod
    def _views(cls, views: Any) -> Any:
        return {view: 1.0 for view in views} if isinstance(views, list) else views

    @field_validator("views")
    @classmethod
    def _known(cls, views: dict[str, float]) -> dict[str, float]:
        if unknown := set(views) - set(VIEWS):
            raise ValueError(f"unknown view {sorted(unknown)[0]!r}; there are: {', '.join(VIEWS)}")
        if not any(views.values()):
            raise ValueError("at least one view needs a share above 0")
        return views


class TokenizerConfig(Section):
    """A byte-level BPE trained on the run's own training data (a fine-tuned model keeps its base's tokenizer)."""

    vocab_size: int = Field(8192, ge=300, le=65535)
    records: int = Field(100_000, ge=1)
    """At most so many records are read for it, taken evenly from the data sets' records."""


class ScratchModel(Section):
    """A Llama-architecture model with random weights (Touvron et al. 2023: RMSNorm, rotary positions, SwiGLU)."""

    hidden: int = Field(ge=8)
    layers: int = Field(ge=1)
    heads: int = Field(ge=1)
    kv_heads: Optional[int] = Field(None, ge=1)
    """Fewer than ``heads``: grouped-query attention.  Left out: as many as ``heads``."""
    intermediate: int = Field(ge=8)
    max_length: int = Field(1024, ge=32)
    """Positions the model reads; at least ``max_state_tokens + max_answer_tokens + 2``."""
    tied: bool = True
    """Whether input and output embeddings are one matrix."""
    rope_theta: Positive = 10_000.0

    @model_validator(mode="after")
    def _divisible(self) -> ScratchModel:
        if self.hidden % self.heads or (self.hidden // self.heads) % 2:
            raise ValueError(f"hidden ({self.hidden}) must be an even multiple of heads ({self.heads})")
        if self.heads % (self.kv_heads or self.heads):
            raise ValueError(f"heads ({self.heads}) must be a multiple of kv_heads ({self.kv_heads})")
        return self


class LoraConfig(Section):
    """Low-rank adaptation (Hu et al., *LoRA*, ICLR 2022)."""

    rank: int = Field(16, ge=1)
    alpha: Positive = 32.0
    dropout: float = Field(0.0, ge=0, lt=1)
    targets: list[str] = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    merge: bool = True
    """Whether the adapter is merged into the exported model; else it is exported beside, as an adapter."""


class BaseModelConfig(Section):
    """A pretrained model to go on from."""

    base: str
    """A folder, a Hugging Face id, ``smollm2``, or ``default``, the shipped model."""
    lora: Optional[LoraConfig] = None
    """Left out: all weights are trained."""


class OptimizationConfig(Section):
    optimizer: Literal["adamw", "muon"] = "adamw"
    """``muon``: Muon (Jordan et al. 2024) for the matrices inside the layers, AdamW for all else."""
    lr: Positive = 1e-3
    """Peak learning rate."""
    betas: tuple[float, float] = (0.9, 0.95)
    weight_decay: float = Field(0.1, ge=0)
    """On matrices only."""
    warmup: float = Field(0.03, ge=0, lt=1)
    """Share of the budget over which the rate rises from 0."""
    schedule: Literal["cosine", "wsd"] = "cosine"
    """``wsd``: constant after the warm-up, then linear to the end over the last ``decay`` of the budget."""
    decay: float = Field(0.3, gt=0, le=1)
    final_lr: float = Field(0.05, ge=0, le=1)
    """The last rate as a share of the peak."""
    clip: Positive = 1.0
    """Largest norm of the gradient."""
    batch_tokens: int = Field(8192, ge=16)
    """Tokens of one forward pass, padding included."""
    accumulate: int = Field(1, ge=1)
    """Forward passes a step."""
    input_loss: float = Field(0.0, ge=0, le=1)
    """Weight of the input's own tokens in the loss; the answer's have weight 1."""


class BudgetConfig(Section):
    """How long to train: exactly one of the three.  ``seconds`` counts time inside training steps only."""

    steps: Optional[int] = Field(None, ge=1)
    tokens: Optional[int] = Field(None, ge=1)
    """Tokens read, without padding."""
    seconds: Optional[Positive] = None

    @model_validator(mode="after")
    def _one(self) -> BudgetConfig:
        if sum(value is not None for value in (self.steps, self.tokens, self.seconds)) != 1:
            raise ValueError("give exactly one of steps, tokens and seconds")
        return self

    def progress(self, steps: int, tokens: int, seconds: float) -> float:
        """The share of the budget used up, 1 or more when it is spent."""
        if self.steps is not None:
            return steps / self.steps
        return tokens / self.tokens if self.tokens is not None else seconds / (self.seconds or 1.0)


class EvaluationConfig(Section):
    every: int = Field(500, ge=1)
    """Steps between two evaluations of the held-out loss."""
    split: Literal["val", "test"] = "val"
    records: int = Field(400, ge=1)
    """Held-out records of each data set and view."""
    accuracy_records: int = Field(400, ge=0)
    """Held-out states whose next tactic is generated at the end, for exact-match@1 and @8."""


class TrainConfig(Section):
    """A training run.  Equal configurations and data give equal models, bit for bit on one CPU type and
    thread count, if the budget is not in seconds."""

    name: str = "model"
    license: Optional[str] = None
    """Of the weights, for the model card."""
    about: Optional[str] = None
    """For the model card: what the model is for, where its data comes from."""
    seed: int = 0
    data_root: Path = Path("data")
    data: list[DataConfig] = Field(min_length=1)
    tokenizer: TokenizerConfig = TokenizerConfig()
    model: Union[ScratchModel, BaseModelConfig]
    max_state_tokens: int = Field(512, ge=16)
    """A longer prompt loses its beginning, as it does when the model is used."""
    max_answer_tokens: int = Field(128, ge=2)
    """A record with a longer answer is left out."""
    optimization: OptimizationConfig = OptimizationConfig()
    budget: BudgetConfig
    evaluation: EvaluationConfig = EvaluationConfig()
    checkpoint_every: int = Field(500, ge=1)
    """Steps between two checkpoints."""
    keep_checkpoints: int = Field(2, ge=1)
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    precision: Literal["auto", "bfloat16", "float32"] = "auto"
    """``bfloat16``: weights in float32, matrix products in bfloat16.  ``auto``: that where the hardware computes in it."""
    compile: Union[Literal["auto"], bool] = "auto"
    """``auto``: on CUDA.  On a CPU it gains a few per cent and costs a minute (``benchmarks/measure/training_speed.py``)."""
    threads: Optional[int] = Field(None, ge=1)
    """CPU threads; left out: torch's own choice."""
    out: Optional[Path] = None
    """Folder of the run; left out: ``runs/train-NAME``."""

    @field_validator("model", mode="before")
    @classmethod
    def _which(cls, model: Any) -> Any:
        """Checked against one kind only, so that an error speaks of that kind's fields."""
        if isinstance(model, dict):
            return (BaseModelConfig if "base" in model else ScratchModel).model_validate(model)
        return model

    @model_validator(mode="after")
    def _fits(self) -> TrainConfig:
        longest = self.max_state_tokens + self.max_answer_tokens + 2
        if isinstance(self.model, ScratchModel) and self.model.max_length < longest:
            raise ValueError(f"model.max_length is {self.model.max_length}, but a sample may have {longest} tokens "
                             "(max_state_tokens + max_answer_tokens + 2)")  # fmt: skip
        if self.optimization.batch_tokens < longest:
            raise ValueError(f"optimization.batch_tokens is {self.optimization.batch_tokens}, but a sample may have {longest}")
        return self

    @property
    def folder(self) -> Path:
        return self.out or Path("runs") / f"train-{self.name}"

    def data_folder(self, data: DataConfig) -> Path:
        return self.data_root / data.path


def builtin_configs() -> dict[str, Path]:
    """The configurations that come with the program, by name."""
    return {path.stem: path for path in sorted((Path(__file__).parent / "configs").glob("*.yaml"))}


def load_config(source: str | Path, changes: dict[str, Any] | None = None) -> TrainConfig:
    """The configuration in a file (or the built-in one of that name) with ``changes``: dotted field → value,
    such as ``{"budget.steps": 10, "data.0.weight": 2}``.

    Raises ``TrainingError`` naming the field that is wrong.
    """
    path = Path(source)
    if not path.is_file() and str(source) in builtin_configs():
        path = builtin_configs()[str(source)]
    if not path.exists():
        raise TrainingError(f"{path}: no such file, nor a built-in configuration; those are: {', '.join(builtin_configs())}")
    content = read_yaml(path)
    for field, value in (changes or {}).items():
        _set(content, field, value)
    return checked(TrainConfig, content, str(path))


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a file.  Raises ``TrainingError``."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"{path}: cannot be read: {error}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a date that is none, or nested too deeply
        raise TrainingError(f"{path}: not YAML: {error}") from None
    if not isinstance(content, dict):
        raise TrainingError(f"{path}: a mapping of fields to values is wanted, such as `name: mine`")
    return content


def checked(kind: type[S], content: dict[str, Any], source: str = "configuration") -> S:
    """``content`` as a configuration of this ``kind``.  Raises ``TrainingError`` naming the fields that are wrong."""
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            field = ".".join(map(str, problem["loc"])) or "the whole"
            said = {"extra_forbidden": "no such field", "missing": "is missing"}.get(problem["type"], problem["msg"])
            lines.append(f"{field}: {said.removeprefix('Value error, ')}")
        raise TrainingError(f"{source}: " + "; ".join(lines)) from None


def parse_change(text: str) -> tuple[str, Any]:
    """``field=value`` as it stands after ``--set``; the value is YAML.  Raises ``TrainingError``."""
    field, equals, value = text.partition("=")
    if not equals or not field.strip():
        raise TrainingError(f"--set {text}: write field=value, such as budget.steps=100")
    try:
        return field.strip(), yaml.safe_load(value)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise TrainingError(f"--set {text}: the value is not YAML: {error}") from None


def _set(content: Any, field: str, value: Any) -> None:
    *parents, last = field.split(".")
    try:
        for parent in parents:
            content = content[int(parent)] if isinstance(content, list) else content.setdefault(parent, {})
        if isinstance(content, list):
            content[int(last)] = value
        else:
            content[last] = value
    except (ValueError, IndexError, AttributeError, TypeError):
        raise TrainingError(f"--set {field}: the configuration has no such place") from None
