// Runs one Python program in Pyodide and reports on stdout; `sandbox.py` starts this and stands guard outside.
//
// Arguments: the folder of Pyodide.  Says READY, then waits for one line of JSON on stdin:
// {nonce, program, output_chars}; answers with lines of JSON that carry the nonce:
// {nonce, out} for each piece printed, and at the end {nonce, status, error}.
//
// Python can reach JavaScript, so JavaScript has nothing to give: once Pyodide is loaded no module can be imported any
// more, text cannot become code (the flag --disallow-code-generation-from-strings), and the globals that reach the machine
// are gone.  The nonce lives in this module's closure only, so nothing the program prints passes for a result.

import fs from "node:fs";
import { registerHooks } from "node:module";

const OPEN = new Set(["url", "fs", "fs/promises", "vm", "path", "crypto", "module", "tty"].map((name) => `node:${name}`));
const folder = new URL(`file://${process.argv[2]}/`).href;
let locked = false;
registerHooks({
  resolve(name, context, next) {
    if (locked || !(OPEN.has(name) || name.startsWith(folder))) throw new Error(`no module ${name} in the sandbox`);
    return next(name, context);
  },
});

const RUN = `
def _run(source):
    import ast, sys
    names = {"__name__": "__main__", "__builtins__": __builtins__}
    try:
        tree = ast.parse(source, "<program>")
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<program>", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "<program>", "eval"), names)
            sys.stdout.flush()
            if value is not None and not _printed():
                print(repr(value))
        status, error = "ok", ""
    except SystemExit as end:
        status, error = ("ok", "") if end.code in (None, 0) else ("error", f"SystemExit: {end.code}")
    except MemoryError:
        status, error = "memory", "MemoryError"
    except BaseException as raised:
        try:
            status, error = "error", f"{type(raised).__name__}: {raised}".rstrip(": ")
        except BaseException:
            status, error = "error", type(raised).__name__
    try:
        sys.stdout.flush()
    except BaseException:
        pass
    return f"{status}\\n{error}"
_run
`;
// what imports JavaScript from Python
const HIDE = `
import sys
for _name in [name for name in sys.modules if name.split(".")[0] in ("js", "pyodide_js", "_pyodide_core", "pyodide", "_pyodide")]:
    sys.modules[_name] = None
for _name in ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "_socket", "_ctypes", "_ssl"):
    sys.modules[_name] = None
sys.meta_path[:] = [finder for finder in sys.meta_path if "odide" not in type(finder).__module__]
del _name, sys
`;

const writeSync = fs.writeSync, exit = process.reallyExit.bind(process), { parse, stringify } = JSON;
function say(text) {
  for (let bytes = new TextEncoder().encode(text); bytes.length > 0; ) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      if (error.code !== "EAGAIN") exit(1);
    }
  }
}

process.binding = () => ({ fs: fs.constants }); // Pyodide asks for these numbers; the permission model forbids the original
const { loadPyodide } = await import(`${folder}pyodide.mjs`);
const python = await loadPyodide({ indexURL: process.argv[2] + "/", jsglobals: {}, env: { HOME: "/home/scratch" } });

let nonce = "", room = 0, printed = false;
const decoder = new TextDecoder();
python.setStdin({ error: true });
python.setStderr({ write: (bytes) => bytes.length });
python.setStdout({
  write(bytes) {
    const text = decoder.decode(bytes, { stream: true }), kept = text.slice(0, room);
    printed ||= text.length > 0;
    room -= kept.length;
    if (kept) say(stringify({ nonce, out: kept }) + "\n");
    if (kept.length < text.length) finish("output", "the program printed more than the limit");
    return bytes.length;
  },
});
function finish(status, error) {
  say(stringify({ nonce, status, error: error.slice(0, 2000) }) + "\n");
  exit(0);
}

const names = python.toPy({});
names.set("_printed", () => printed);
const run = python.runPython(RUN, { globals: names });
python.runPython(HIDE, { globals: python.toPy({}) });

say("READY\n");
let line = "";
process.stdin.setEncoding("utf8");
for await (const piece of process.stdin) line += piece;
const task = parse(line.trim() || exit(0));
({ nonce, output_chars: room } = task);

locked = true;
for (const name of ["binding", "_linkedBinding", "dlopen", "execve", "getBuiltinModule", "kill", "_kill", "_debugProcess"]) {
  delete process[name];
}
const { versions, platform } = process;
for (const name of ["process", "fetch", "WebSocket", "EventSource", "require", "navigator", "console"]) {
  Object.defineProperty(globalThis, name, { value: name === "process" ? Object.freeze({ versions, platform }) : undefined });
}

try {
  const [status, ...error] = run(task.program).split("\n");
  finish(status, error.join("\n"));
} catch (error) {
  const text = String(error);
  finish(/out of memory|allocation failed/i.test(text) ? "memory" : "error", text.trim().split("\n").at(-1));
}
