// What this project adds to the loader of embedded Lean (`patch.py` puts it there): a snapshot of a started process.
//
// Every start does the same: it imports Lean's libraries, loads the prelude and stops before the first request.  So that is done
// once, at installation; the process's memory is written to a file, and every later start reads it back and goes on from there.
//
// Not in the memory, and so made as it was: the table of functions, of which only the slots that memory refers to are filled (the
// others when they are asked for), the addresses the module imports (GOT), and the stack pointer.  What lay on the stack stays
// there, unreachable: objects on it may still be referred to.  Threads are not kept; Lean's task manager begins anew.

const SNAPSHOT_PAGE = 65536;
var leanSymbols = {}; // slots in the table, by symbol: those that memory may refer to
var leanAllSymbols = null;
var leanModule = null;

/** The header of the snapshot to go on from; null in a process that starts from nothing. */
function leanSnapshot() {
  if (leanSnapshot.header === undefined) {
    const folder = ENVIRONMENT_IS_PTHREAD ? undefined : process.env["PROVER_SNAPSHOT"];
    leanSnapshot.header = folder ? JSON.parse(fs.readFileSync(folder + "/snapshot.json", "utf8")) : null;
  }
  return leanSnapshot.header;
}

/** The symbols that any thread has looked up, for the thread that saves the snapshot. */
function leanLookUps() {
  return (leanLookUps.channel ??= new worker_threads.BroadcastChannel("look-ups"));
}

/** The slot of an exported function in the table. */
function leanSymbolSlot(symbol, func) {
  if (!leanSnapshot()) {
    if (process.env["PROVER_SAVE_SNAPSHOT"] && ENVIRONMENT_IS_PTHREAD) leanLookUps().postMessage(symbol);
    leanSymbols[symbol] = getFunctionAddress(func);
    return leanSymbols[symbol];
  }
  if (!(symbol in leanSymbols)) {
    leanAllSymbols ??= JSON.parse(fs.readFileSync(process.env["PROVER_SNAPSHOT"] + "/symbols.json", "utf8"));
    leanSymbols[symbol] = leanAllSymbols[symbol];
    wasmTable.set(leanSymbols[symbol], func);
  }
  return leanSymbols[symbol];
}

/** In place of filling the whole table and linking: what the snapshot needs. */
function leanRelink(exports) {
  const { tableLength, symbols, got, own } = leanSnapshot();
  wasmTable.grow(tableLength - wasmTable.length);
  for (const [symbol, slot] of Object.entries(symbols)) wasmTable.set(slot, exports[symbol]);
  for (const symbol of own) wasmTable.set(got[symbol], convertJsFunctionToWasm(wasmImports[symbol], wasmImports[symbol].sig));
  leanSymbols = symbols;
  for (const [symbol, value] of Object.entries(got)) {
    GOT[symbol] ??= new WebAssembly.Global({ value: "i32", mutable: true });
    GOT[symbol].value = value;
  }
  LDSO.init();
  for (const library of Object.values(LDSO.loadedLibsByHandle)) library.exports = exports;
}

/** The module of these bytes, instantiated: with the machine code that was saved of it where there is some (`leanSaveCode`). */
async function leanInstantiate(binary, imports) {
  const file = leanSnapshot() && process.env["PROVER_SNAPSHOT"] + "/code.bin";
  if (file && fs.existsSync(file)) {
    const code = new Uint8Array(fs.readFileSync(file)).buffer;
    // nothing, if it is of another V8 or other flags
    leanModule = new Function("code", "bytes", "return %DeserializeWasmModule(code, bytes)")(code, binary);
  }
  leanModule ??= await WebAssembly.compile(binary);
  return { module: leanModule, instance: await WebAssembly.instantiate(leanModule, imports) };
}

/** At the end of the input, in a process that is told a folder for it: write the machine code that has been made so far. */
function leanSaveCode() {
  const folder = process.env["PROVER_SAVE_CODE"];
  if (!folder) return;
  const code = new Function("module", "return %SerializeWasmModule(module)")(leanModule);
  fs.writeFileSync(folder + "/code.bin", new Uint8Array(code));
  fs.writeSync(1, "#prover saved\n");
}

/** Wait until the other threads have come to rest: two looks at the memory, half a second apart, see the same. */
function leanAwaitRest() {
  const crypto = require("crypto");
  for (let last = null; ; ) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    updateMemoryViews();
    const now = crypto.createHash("sha256").update(HEAPU8).digest("hex");
    if (now === last) return;
    last = now;
  }
}

/** Write this process's memory to the folder PROVER_SAVE_SNAPSHOT and end it.  Called from inside Lean (`freeze`, Main.lean). */
function leanSaveSnapshot() {
  const folder = process.env["PROVER_SAVE_SNAPSHOT"];
  leanAwaitRest();
  const runs = [];
  const file = fs.openSync(folder + "/snapshot.bin", "w");
  const isEmpty = (at) => {
    for (let i = at >> 3; i < (at + SNAPSHOT_PAGE) >> 3; i++) if (HEAPU64[i] !== 0n) return false;
    return true;
  };
  for (let at = 0; at < HEAPU8.length; at += SNAPSHOT_PAGE) {
    if (isEmpty(at)) continue;
    const last = runs[runs.length - 1];
    if (last && last[0] + last[1] === at) last[1] += SNAPSHOT_PAGE;
    else runs.push([at, SNAPSHOT_PAGE]);
  }
  for (const [start, length] of runs)
    for (let done = 0; done < length; ) done += fs.writeSync(file, HEAPU8, start + done, length - done);
  fs.closeSync(file);
  const all = {};
  for (const [symbol, value] of Object.entries(wasmExports))
    if (typeof value === "function") all[symbol] = getFunctionAddress(value);
  for (let told; (told = worker_threads.receiveMessageOnPort(leanLookUps())); ) leanSymbols[told.message] = all[told.message];
  const got = {}, own = [];
  for (const [symbol, global] of Object.entries(GOT)) {
    if (!global.required) continue;
    got[symbol] = global.value;
    if (typeof wasmExports[symbol] === "function") leanSymbols[symbol] = all[symbol];
    else if (typeof wasmImports[symbol] === "function") own.push(symbol);
  }
  // `searchPathRef` holds a reference; its value is the closure to go on with
  const reference = HEAPU32[wasmExports["l_Lean_searchPathRef"].value >> 2];
  const stackLimits = [wasmExports["emscripten_stack_get_base"](), wasmExports["emscripten_stack_get_end"]()];
  const header = {
    pages: HEAPU8.length / SNAPSHOT_PAGE, runs, stack: stackSave(), stackLimits, thread: _pthread_self(),
    resume: HEAPU32[(reference + 8) >> 2], tableLength: wasmTable.length, symbols: leanSymbols, got, own,
  };
  fs.writeFileSync(folder + "/symbols.json", JSON.stringify(all));
  fs.writeFileSync(folder + "/snapshot.json", JSON.stringify(header));
  fs.writeSync(1, "#prover saved\n");
  process.exit(0);
}

/** In place of calling `main`: take up the snapshot and go on. */
function leanResume() {
  const { pages, runs, stack, stackLimits, thread, resume } = leanSnapshot();
  if (thread !== _pthread_self() || pages * SNAPSHOT_PAGE !== HEAPU8.length)
    throw new Error("the snapshot is of another build of Lean");
  const file = fs.openSync(process.env["PROVER_SNAPSHOT"] + "/snapshot.bin", "r");
  let position = 0;
  HEAPU8.fill(0, 0, runs[0]?.[0] ?? 0);
  for (let i = 0; i < runs.length; i++) {
    const [start, length] = runs[i];
    for (let done = 0; done < length; ) {
      const read = fs.readSync(file, HEAPU8, start + done, length - done, position);
      if (read === 0) throw new Error("the snapshot ends early");
      done += read;
      position += read;
    }
  }
  fs.closeSync(file);
  _emscripten_stack_set_limits(...stackLimits);
  stackRestore(stack);
  wasmExports["lean_init_task_manager_using"](2);
  wasmExports["lean_apply_1"](resume, 1);
  process.exit(0);
}
