"""Patching the loader and the module, on small stand-ins; the real ones are patched by every test with Lean."""

from __future__ import annotations

import pytest

from prover.lean.embedded import patch


def loader(extra: str = "") -> str:
    """A text with everything the patches look for, and exports of which one is used."""
    places = "".join(old for old, _ in patch._REPLACEMENTS)
    return (
        f"var Module={{}};{places}{extra}function go(){{return _used(wasmTable)}}var _main,_l_unused,_used,wasmTable;"
        'function assignWasmExports(wasmExports){_main=Module["_main"]=wasmExports["m"];_l_unused=Module["_l_unused"]='
        'wasmExports["l_unused"];_used=Module["_used"]=wasmExports["used"];wasmTable=wasmExports["t"]}var wasmImports;_main()'
    )


def test_unused_exports_go_and_used_ones_stay():
    patched = patch.patch_loader(loader())
    assert "l_unused" not in patched
    assert '_used=Module["_used"]=wasmExports["used"]' in patched and "wasmTable=" in patched
    for _old, new in patch._REPLACEMENTS:
        assert new in patched


def test_debug_output_is_silenced():
    patched = patch.patch_loader(loader('console.log("[DEBUG:A] x");console.log("kept");'))
    assert 'console.log("[DEBUG' not in patched and 'console.log("kept")' in patched


@pytest.mark.parametrize("index", range(len(patch._REPLACEMENTS)))
def test_a_package_that_differs_is_refused(index):
    old = patch._REPLACEMENTS[index][0]
    with pytest.raises(patch.PatchError, match="expected once"):
        patch.patch_loader(loader().replace(old, "", 1))
    with pytest.raises(patch.PatchError, match="expected once"):
        patch.patch_loader(loader(old))


def module(names: list[bytes]) -> bytes:
    entries = b"".join(bytes([len(n)]) + n + b"\x00" + patch._to_uleb(i) for i, n in enumerate(names))
    body = patch._to_uleb(len(names)) + entries
    custom = b"\x00\x03\x02hi"
    return b"\0asm\x01\0\0\0" + custom + b"\x07" + patch._to_uleb(len(body)) + body + custom


def test_exports_nothing_looks_up_are_stripped():
    kept = [b"main", b"l_List_map", b"l_List_map___redArg___boxed", b"lean_io_read", b"l_f___boxed"]
    gone = [b"_ZN4lean3foo", b"l_f___redArg", b"l_g___lam__0", b"l_h_spec__1___boxed", b"l_f"]
    stripped, before, after = patch.strip_exports(module([n for pair in zip(kept, gone, strict=True) for n in pair]))
    assert (before, after) == (10, 5)
    expected, _, _ = patch.strip_exports(module(kept))
    assert len(stripped) == len(expected)
    assert all(n in stripped for n in kept) and not any(n + b"\x00" in stripped for n in gone)


@pytest.mark.parametrize("data", [b"", b"not wasm", b"\0asm\x01\0\0\0\x00\x01\x00"])
def test_what_is_no_module_is_refused(data):
    with pytest.raises(patch.PatchError):
        patch.strip_exports(data)
