"""Patches that turn the registry's WebAssembly build of Lean into something a proof server can live in.

Each patch is a literal replacement that must apply exactly once: a package that differs from the one these
were written for is refused, never half-patched.  What each one cures is told beside it.
"""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path

PATCH_VERSION = 8
"""Part of the installation's folder name: a change here makes a new installation."""

LOADER = Path(__file__).with_name("loader.js")
"""What is added to the loader."""

STACK = 128 * 1024 * 1024
"""Bytes of Lean's stack; only what is used of it takes memory."""

STRIPPED_MARKS = (b"___redArg", b"__lam__")


class PatchError(RuntimeError):
    """The package's text is not the one the patches were written for."""


_TTY_READ = "read(stream,buffer,offset,length,pos){if(!stream.tty||!stream.tty.ops.get_char)"
_TTY_WRITE = "write(stream,buffer,offset,length,pos){if(!stream.tty||!stream.tty.ops.put_char)"
_MOUNTS = 'FS.mount(NODEFS,{root:"/home"},"/home");FS.mount(NODEFS,{root:"/tmp"},"/tmp");'

_REPLACEMENTS: tuple[tuple[str, str], ...] = (
    # A symbol was found by scanning the names of all exports; index them once instead.
    (
        "newSymIndex=Object.keys(lib.exports).indexOf(symbol);",
        "if(!lib.symbolIndex&&!leanSnapshot()){lib.symbolIndex=new Map();"
        "Object.keys(lib.exports).forEach((k,i)=>lib.symbolIndex.set(k,i))}"
        "newSymIndex=symbol in lib.exports?lib.symbolIndex?.get(symbol)??0:-1;",
    ),
    (
        "var addr=getFunctionAddress(result);if(addr){result=addr}",
        "var addr=leanSymbolSlot(symbol,result);if(addr){result=addr}",
    ),
    # Every thread instantiates the whole module; one besides the main thread is enough, and none where a snapshot is taken up.
    ("var pthreadPoolSize=4;", "var pthreadPoolSize=leanSnapshot()?0:1;"),
    # Reads waited for a full buffer and decoded chunks as text; hand over the bytes that are there.
    (
        _TTY_READ,
        "read(stream,buffer,offset,length,pos){if(stream.tty.ops.get_char){"
        "var chunk=Buffer.alloc(length);var n=fs.readSync(0,chunk,0,length);if(n===0&&length)leanSaveCode();"
        "buffer.set(chunk.subarray(0,n),offset);return n}"
        "if(!stream.tty||!stream.tty.ops.get_char)",
    ),
    # Output went character by character through a text decoder; write the bytes, and wait while the pipe is full.
    (
        _TTY_WRITE,
        "write(stream,buffer,offset,length,pos){"
        "var bytes=Buffer.from(buffer.slice(offset,offset+length));"
        "var fd=stream.tty.ops===TTY.default_tty1_ops?2:1;"
        "for(var done=0;done<length;)try{done+=fs.writeSync(fd,bytes,done)}catch(e){"
        'if(e.code!=="EAGAIN")throw e;Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,1)}return length;'
        "if(!stream.tty||!stream.tty.ops.put_char)",
    ),
    # Lean sees the folders it is given, by Node's permission model read-only; a server started from its snapshot none.
    (
        _MOUNTS,
        'for(var m of JSON.parse(process.env["PROVER_MOUNTS"])){FS.mkdir(m[1]);FS.mount(NODEFS,{root:m[0]},m[1])}',
    ),
    ("var cwd=process.cwd();if(cwd", 'var cwd="/";if(cwd'),
    # Lean finds its library from its own program's path: the one inside, not the host's.
    ("if(isNode){path=__filename}else", 'if(isNode){path="/lean/bin/lean"}else'),
    # The main thread's stack was 1 MB or less, and a hundred nested brackets ended the process; give it one of its own, so
    # that Lean comes to its own limit of recursion.
    (
        "if(!entryFunction)return;args.unshift(thisProgram);",
        f"if(!entryFunction)return;var stackSize={STACK},stackLow=_malloc(stackSize);"
        "_emscripten_stack_set_limits(stackLow+stackSize,stackLow);stackRestore(stackLow+stackSize);"
        "args.unshift(thisProgram);",
    ),
    # The module was held in memory three times over while it was compiled.
    (
        "var binary=await getWasmBinary(binaryFile);var instance=await WebAssembly.instantiate(binary,imports);",
        "var binary=fs.readFileSync(binaryFile);var instance=await leanInstantiate(binary,imports);"
        "binary=null;globalThis.gc?.();",
    ),
    # The rest is for snapshots, see loader.js: saved where Lean looks a certain file up, taken up in place of `main`.
    (
        "path=SYSCALLS.getStr(path);return SYSCALLS.writeStat(buf,FS.stat(path))",
        'path=SYSCALLS.getStr(path);if(path==="/snapshot"&&process.env["PROVER_SAVE_SNAPSHOT"])leanSaveSnapshot();'
        "return SYSCALLS.writeStat(buf,FS.stat(path))",
    ),
    ('Module["INITIAL_MEMORY"]||16777216', "(leanSnapshot()?.pages??256)*65536"),
    ('mergeLibSymbols(wasmExports,"main");', 'if(!leanSnapshot())mergeLibSymbols(wasmExports,"main");'),
    (
        "updateGOT(origExports);LDSO.init();loadDylibs();",
        "if(leanSnapshot())leanRelink(wasmExports);else{updateGOT(origExports);LDSO.init();loadDylibs()}",
    ),
    (
        "function callMain(args=[]){",
        "function callMain(args=[]){if(leanSnapshot())return leanResume();"
        'if(process.env["PROVER_SAVE_SNAPSHOT"])leanLookUps();',
    ),
    # `process.binding` is refused under Node's permission model.
    ('process.binding("constants")["fs"]', "fs.constants"),
)


def patch_loader(source: str) -> str:
    """Return the loader ``lean.js`` with all patches applied.

    Besides the literal replacements, the two hundred thousand assignments that copy each export into a
    JavaScript variable are dropped unless something reads the variable: 89 MB of source become less than 1 MB.

    Raises:
        PatchError: a patch does not apply exactly once.
    """
    source = _drop_unused_exports(source)
    for old, new in _REPLACEMENTS:
        if source.count(old) != 1:
            raise PatchError(f"expected once in lean.js, found {source.count(old)} times: {old[:80]!r}")
        source = source.replace(old, new)
    source = LOADER.read_text(encoding="utf-8") + source
    return source.replace('console.log("[DEBUG', 'void("[DEBUG').replace('console.error("[DEBUG', 'void("[DEBUG')


def _drop_unused_exports(source: str) -> str:
    declaration = source.find("var _main,")
    start = source.find("function assignWasmExports(wasmExports){")
    end = source.find("}", start)
    if min(declaration, start, end) < 0:
        raise PatchError("lean.js: the block that assigns exports was not found")
    head, assignments, tail = source[:declaration], source[start:end], source[end:]
    used = set(re.findall(r"[A-Za-z_$][\w$]*", head)) | set(re.findall(r"[A-Za-z_$][\w$]*", tail))
    body = assignments[len("function assignWasmExports(wasmExports){") :].split(";")
    kept = [s for s in body if s.split("=", 1)[0] in used]
    names = ",".join(["wasmTable", *(s.split("=", 1)[0] for s in kept if not s.startswith("wasmTable"))])
    return f"{head}var {names};function assignWasmExports(wasmExports){{{';'.join(kept)}{tail}"


def strip_exports(module: bytes) -> tuple[bytes, int, int]:
    """Remove exports nothing looks up from a WebAssembly module; returns ``(module, before, after)``.

    Lean's interpreter finds compiled code by its boxed symbol, else by the plain one.  What goes are C++ names, plain
    names beside a boxed one, specialised functions, and lambda-lifted helpers without a boxed form.  Names the loader
    itself needs (no ``l_`` prefix and not mangled C++) all stay.

    Raises:
        PatchError: the bytes are no WebAssembly module or have no export section.
    """
    if module[:8] != b"\0asm\x01\0\0\0":
        raise PatchError("lean.wasm is not a WebAssembly module")
    at = 8
    while at < len(module):
        section, size_at = module[at], at + 1
        size, body = _uleb(module, size_at)
        if section == 7:
            exports, before, after = _filter_exports(module[body : body + size])
            rebuilt = bytes([7]) + _to_uleb(len(exports)) + exports
            return module[:at] + rebuilt + module[body + size :], before, after
        at = body + size
    raise PatchError("lean.wasm has no export section")


def _filter_exports(body: bytes) -> tuple[bytes, int, int]:
    count, at = _uleb(body, 0)
    exports: dict[bytes, bytes] = {}
    for _ in range(count):
        start = at
        length, at = _uleb(body, at)
        name = body[at : at + length]
        at += length + 1
        _, at = _uleb(body, at)
        exports[name] = body[start:at]
    kept = [entry for name, entry in exports.items() if _is_needed(name, exports)]
    return _to_uleb(len(kept)) + b"".join(kept), count, len(kept)


def _is_needed(name: bytes, exports: Container[bytes]) -> bool:
    if name.startswith(b"_Z"):
        return False
    if not name.startswith(b"l_"):
        return True
    if b"_spec_" in name:
        return False
    if name.endswith(b"___boxed"):
        return True
    return name + b"___boxed" not in exports and not any(mark in name for mark in STRIPPED_MARKS)


def _uleb(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _to_uleb(value: int) -> bytes:
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)
