// The table of a run: sort, filter, open.

import { getJSON } from "./api.js";
import { $, el, setText, show } from "./dom.js";
import { count, many, seconds } from "./words.js";

const POLL_MS = 3000;

const COLUMNS = [
  { key: "problem", name: "Problem", text: true },
  { key: "attempt", name: "Attempt", show: (n) => count(n + 1) },
  { key: "status", name: "Status", text: true },
  { key: "source", name: "Source", text: true },
  { key: "reading", name: "Reading", text: true },
  { key: "ended", name: "Ended by", text: true },
  { key: "won_by", name: "Won by", text: true },
  { key: "seconds", name: "Time", show: seconds },
  { key: "lean_seconds", name: "in Lean", show: seconds },
  { key: "policy_seconds", name: "in policy", show: seconds },
  { key: "expansions", name: "Expansions", show: count },
  { key: "nodes", name: "States", show: count },
];

const LIMITS = {
  time_limit: (n) => `${seconds(n).replace(".0 s", " s")} a theorem`,
  max_expansions: (n) => `at most ${many(n, "expansion")}`,
  max_nodes: (n) => `at most ${many(n, "state")}`,
  max_tactics: (n) => `at most ${many(n, "tactic")}`,
};

export class RunTable {
  constructor(open, failed) {
    this.open = open;
    this.failed = failed;
    this.table = $("run-table");
    this.sort = { key: null, down: false };
    this.rows = [];
    this.lines = new Map(); // id → its <tr>, made once for as long as it says the same
    for (const name of ["filter-status", "filter-source"]) $(name).addEventListener("change", () => this.render());
    $("filter-text").addEventListener("input", () => this.render());
    this.table.tBodies[0].addEventListener("click", (event) => this.#clicked(event));
    this.table.tBodies[0].addEventListener("keydown", (event) => this.#keyed(event));
  }

  // Show the run, and go on asking while it goes on.
  async show(title, signal) {
    setText(document.getElementById("run-title"), title);
    for (let first = true; !signal.aborted; first = false) {
      try {
        this.#take(await getJSON("api/run", signal));
        this.failed(null);
      } catch (error) {
        if (signal.aborted) return;
        this.failed(`The run cannot be read: ${error.message}. Trying again.`);
      }
      if (first) this.arrived?.();
      if (this.run && this.run.done >= this.run.total) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  #take(run) {
    const before = JSON.stringify([this.run?.done, this.rows.length]);
    this.run = run;
    this.rows = run.rows;
    const policy = run.policy.join(" + ");
    const words = run.mode === "i2f" ? "with words" : "";
    const limits = Object.entries(LIMITS)
      .filter(([key]) => run.limits?.[key])
      .map(([key, words]) => words(run.limits[key]));
    setText(
      document.getElementById("run-about"),
      [`${run.benchmark} ${run.split ?? ""}`.trim(), words, policy, run.search, ...limits].filter(Boolean).join(" · "),
    );
    const progress = document.getElementById("run-progress");
    show(progress, run.done < run.total);
    progress.firstElementChild.style.width = `${(100 * run.done) / Math.max(1, run.total)}%`;
    const several = this.rows.some((row) => row.attempt !== this.rows[0].attempt);
    const shown = { attempt: several, won_by: run.mode === "i2f" };
    this.columns = COLUMNS.filter(({ key }) => shown[key] ?? true);
    this.#choices("filter-status", "status");
    this.#choices("filter-source", "source");
    this.#head();
    if (before !== JSON.stringify([run.done, run.rows.length])) this.render();
  }

  #choices(name, key) {
    const select = $(name);
    const counts = new Map();
    for (const row of this.rows) counts.set(row[key], (counts.get(row[key]) ?? 0) + 1);
    const names = [...counts.keys()].sort();
    const state = names.map((one) => `${one} ${counts.get(one)}`).join("\n");
    if (select.dataset.state === state) return;
    select.dataset.state = state;
    const chosen = select.value;
    select.replaceChildren(
      el("option", { value: "" }, `all (${count(this.rows.length)})`),
      ...names.map((one) => el("option", { value: one }, `${one} (${count(counts.get(one))})`)),
    );
    select.value = names.includes(chosen) ? chosen : "";
  }

  #head() {
    const row = this.table.tHead.rows[0];
    if (row.cells.length !== this.columns.length) {
      row.replaceChildren(
        ...this.columns.map(({ key, name, text }) => {
          const button = el("button", { type: "button", onclick: () => this.#sortBy(key, text) }, name);
          return el("th", { scope: "col", "data-key": key, class: text ? null : "number" }, button);
        }),
      );
    }
    for (const cell of row.cells) {
      const mine = cell.dataset.key === this.sort.key;
      cell.setAttribute("aria-sort", mine ? (this.sort.down ? "descending" : "ascending") : "none");
    }
  }

  #sortBy(key, text) {
    this.sort = this.sort.key === key ? { key, down: !this.sort.down } : { key, down: !text };
    this.#head();
    this.render();
  }

  render() {
    const status = $("filter-status").value;
    const source = $("filter-source").value;
    const words = $("filter-text").value.trim().toLowerCase();
    const texts = (row) => [row.problem, row.reading, row.ended, row.won_by, row.error];
    const fits = (row) =>
      (!status || row.status === status) &&
      (!source || row.source === source) &&
      (!words || texts(row).some((text) => text?.toLowerCase().includes(words)));
    const chosen = this.rows.filter(fits);
    const { key, down } = this.sort;
    if (key) {
      const value = (row) => row[key] ?? (typeof row[key] === "number" ? -1 : "");
      const order = (a, b) =>
        typeof value(a) === "number"
          ? value(a) - value(b)
          : String(value(a)).localeCompare(String(value(b)), "en", { numeric: true });
      chosen.sort((a, b) => (down ? order(b, a) : order(a, b)));
    }
    const focused = document.activeElement;
    this.table.tBodies[0].replaceChildren(...chosen.map((row) => this.#line(row)));
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
    const { done = 0, total = 0, solved = 0 } = this.run ?? {};
    const rate = done ? ` (${((100 * solved) / done).toFixed(1)} %)` : "";
    const going = done < total ? `${count(done)} of ${count(total)} done, ` : "";
    const filtered = chosen.length < this.rows.length ? ` · ${count(chosen.length)} shown` : "";
    setText(
      document.getElementById("run-counts"),
      `${going}${count(solved)} of ${many(done < total ? done : total, "theorem")} proved${rate}${filtered}`,
    );
    const empty = document.getElementById("run-empty");
    show(empty, chosen.length === 0);
    setText(empty, this.rows.length ? "Nothing fits these filters." : "No theorem is done yet.");
  }

  #line(row) {
    const state = JSON.stringify(row);
    const known = this.lines.get(row.id);
    if (known?.state === state && known.columns === this.columns.length) return known.line;
    const cells = this.columns.map((column) => {
      const value = row[column.key];
      if (column.key === "problem")
        return el(
          "td",
          { class: "mono" },
          this.#link(row),
          row.error ? el("p", { class: "said", title: row.error }, row.error) : null,
        );
      if (column.key === "status") return el("td", {}, el("span", { class: "pill", "data-status": row.status }, row.status));
      const words = value === null || value === undefined ? "–" : column.show ? column.show(value) : String(value);
      return el("td", { class: column.text ? null : "number" }, words);
    });
    const line = el("tr", { "data-id": row.id, "data-status": row.status }, ...cells);
    this.lines.set(row.id, { state, line, columns: this.columns.length });
    return line;
  }

  #link(row) {
    return el(
      "a",
      { href: `#/search/${encodeURIComponent(row.id)}`, title: row.has_events ? null : "no event log was kept" },
      row.problem,
    );
  }

  #clicked(event) {
    const line = event.target.closest("tr[data-id]");
    if (!line || event.target.closest("a") || String(getSelection())) return;
    this.open(line.dataset.id);
  }

  #keyed(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const line = event.target.closest("tr[data-id]");
    if (!by || !line) return;
    event.preventDefault();
    const rows = [...this.table.tBodies[0].rows];
    rows[rows.indexOf(line) + by]?.querySelector("a").focus();
  }
}
