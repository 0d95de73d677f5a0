"""Whether two runs belong together."""

from benchmarks.run.run_config import RunConfig, hashes


def config(folder) -> RunConfig:
    policies = ["portfolio", f"hf:{folder}?n=4", "hf:org/model", "openai:http://127.0.0.1:9#m"]
    return RunConfig(
        benchmark="minif2f",
        split="valid",
        policy=policies,
        limits={},
        lean="embedded",
        hashes=hashes("d", policies),
        problems=[],
    )


def test_other_weights_are_another_run(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"one")
    first = config(tmp_path)
    assert list(first.hashes.models) == [f"hf:{tmp_path}?n=4"], "only what lies on this machine can be told apart"
    assert first.differences(config(tmp_path)) == []
    (tmp_path / "model.safetensors").write_bytes(b"two")
    assert first.differences(config(tmp_path)) == ["a model has changed since"]
