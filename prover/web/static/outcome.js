// How the search came out: the checked proof, or why there is none.

import { $, copyText, el, saveText, setText, show } from "./dom.js";
import { explain } from "./explain.js";
import { count, endReason, many, seconds, shorten } from "./words.js";

const READING = {
  exact: "the statement speaks of Lean's own notions only",
  generalized: "proved for every structure with the laws of ℝ or ℂ that it needs",
  modelled: "rests on definitions that mirror Mathlib's",
  mathlib: "Mathlib's own definitions",
};

const OUTCOMES = {
  proved: "closed their goals",
  tactic_error: "were errors",
  "new state": "led to a new state",
  "state known already": "led to a state known already",
  "one state too many": "led to one state too many",
};

const STATUSES = {
  open: "open",
  expanding: "being expanded",
  expanded: "expanded, with something open below",
  failed: "failed",
  refuted: "refuted",
  pruned: "pruned",
  proved: "proved",
};

// Imports and the like, and what comes after them.
function withoutPreamble(source) {
  const lines = source.split("\n");
  const first = lines.findIndex((line) => !/^(\s*$|import |open |set_option |universe |--)/.test(line));
  const cut = Math.max(0, first);
  return [
    lines
      .slice(0, cut)
      .map((line) => `${line}\n`)
      .join(""),
    lines.slice(cut).join("\n"),
  ];
}

export class Outcome {
  constructor(select, tell) {
    this.select = select;
    this.panel = $("proof-panel");
    this.note = document.getElementById("proof-note");
    this.body = document.getElementById("proof-body");
    this.facts = document.getElementById("proof-facts");
    this.why = document.getElementById("explanation");
    this.name = "proof";
    $("copy-proof").addEventListener("click", async () => {
      tell(
        (await copyText(this.source))
          ? "The proof is in the clipboard."
          : "The browser did not let the proof be copied; select it and copy it by hand.",
      );
    });
    $("download-proof").addEventListener("click", () =>
      saveText(`${this.name.replace(/[^\p{L}\p{N}_.-]/gu, "_")}.lean`, this.source),
    );
    this.reset("proof");
  }

  // `step`: it is a step of a larger proof, which alone is checked.
  reset(name, step = false) {
    this.name = name;
    this.step = step;
    this.source = "";
    setText(document.getElementById("proof-title"), step ? "Proof of this step" : "Proof");
    show($("download-proof"), !step);
    this.state = "";
    show(this.panel, false);
    show(this.why, false);
  }

  // `result`: undefined until the stream has told it; null where there is none yet.
  update(replay, result) {
    const state = `${replay.proof !== null} ${replay.ended !== null} ${result === undefined ? "?" : (result?.status ?? "none")}`;
    if (state === this.state) return;
    this.state = state;
    const proved = result?.status === "proved" || result?.status === "disproved"; // with a proof, of it or of its negation
    show(this.panel, proved || replay.proof !== null);
    show(this.body, proved);
    if (proved && this.step) this.#step(result);
    else if (proved) this.#proof(result, replay);
    else if (replay.proof !== null) this.#claim(result);
    const over = replay.ended !== null || (result !== undefined && result !== null);
    show(this.why, over && !proved && replay.proof === null);
    if (!this.why.hidden) this.#explain(replay, result);
  }

  #claim(result) {
    if (this.step) setText(this.note, "This search has closed the step's goal.");
    else if (!result) setText(this.note, "A proof was found and is being checked afresh.");
    else setText(this.note, `What the search found was not accepted by the final check: ${result.error ?? "no reason given"}`);
  }

  #step(result) {
    const steps = many(result.tactics.length, "tactic");
    setText(this.note, `Found by this search: ${steps}, ${seconds(result.seconds.total)}. Only a whole proof is checked afresh.`);
    this.source = result.tactics.join("\n");
    setText($("proof"), this.source);
    this.facts.replaceChildren();
  }

  #proof(result, replay) {
    const steps = result.tactics?.length || replay.proof?.tactics.length;
    const disproved = result.status === "disproved";
    const at = result.counter_model ? ` at ${result.counter_model}` : "";
    setText(document.getElementById("proof-title"), disproved ? "Disproved" : "Proof");
    setText(
      this.note,
      (disproved ? `The theorem is false${at}. This proof of its negation was ` : "") +
        `${disproved ? "c" : "C"}hecked afresh by Lean${steps ? `; ${many(steps, "tactic")}` : ""}, ${seconds(result.seconds.total)} in all.`,
    );
    this.source = result.proof ?? "";
    this.name = result.name || this.name;
    const [preamble, theorem] = withoutPreamble(this.source);
    const place = $("proof");
    place.replaceChildren(el("span", { class: "preamble" }, preamble), el("span", {}, theorem));
    requestAnimationFrame(() => (place.scrollTop = place.lastChild.offsetTop - 6));
    const person = replay.proof?.steps.some(({ attempt }) => attempt.source === "user");
    const facts = [
      ["reading", result.reading ? `${result.reading}: ${READING[result.reading] ?? ""}` : "not told"],
      ["axioms", result.axioms?.length ? result.axioms.join(", ") : "none"],
      ["by", [...new Set(result.sources ?? [])].map((s) => (s === "user" ? "you" : s)).join(", ") || (person ? "you" : "")],
      ["Lean", result.lean?.version ? `${result.lean.version.split(",")[0]}, ${result.lean.backend}` : ""],
    ];
    this.facts.replaceChildren(
      ...facts.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
    );
  }

  #explain(replay, result) {
    const place = this.why.querySelector("div");
    const lead = [];
    if (replay.length) lead.push(el("p", { class: "lead" }, endReason(replay.ended?.reason, replay.started?.budget)));
    const error = replay.ended?.error ?? result?.error;
    if (error) lead.push(el("pre", { class: "source error" }, error));
    if (!replay.nodes.length) {
      if (!replay.length) lead.push(el("p", { class: "lead" }, "No event log was kept of this search."));
      place.replaceChildren(...lead);
      return;
    }
    const about = explain(replay);
    place.replaceChildren(
      ...lead,
      this.#bars(`${many(about.tactics, "tactic")} tried`, about.outcomes, OUTCOMES),
      this.#bars(many(replay.nodes.length, "state"), about.statuses, STATUSES, "status"),
      this.#nearest(about),
      this.#messages(about),
    );
  }

  #bars(title, entries, words, kind = "outcome") {
    const total = entries.reduce((sum, [, n]) => sum + n, 0);
    const rows = entries.map(([name, n]) => {
      const bar = el("span", { class: "bar-fill", "data-kind": `${kind} ${name}` });
      bar.style.width = `${(100 * n) / total}%`;
      return el(
        "li",
        {},
        el("span", { class: "number" }, count(n)),
        el("span", { class: "words" }, words[name] ?? name),
        el("span", { class: "bar-room", "aria-hidden": "true" }, bar),
      );
    });
    return el("div", { class: "bars" }, el("h3", {}, title), el("ul", {}, ...rows));
  }

  #nearest({ best, shortest, deepest }) {
    const link = (id, words) =>
      id === null
        ? null
        : el("button", { type: "button", class: "chip", onclick: () => this.select(id) }, `${words}: state ${id}`);
    return el(
      "p",
      { class: "group wrap" },
      link(best, "most probable open"),
      link(shortest, "shortest open goal"),
      link(deepest, "deepest"),
    );
  }

  #messages({ messages, kinds }) {
    if (messages.length === 0) return "";
    const rows = messages.map(({ words, count: n, tactics, node }) =>
      el(
        "li",
        {},
        el("span", { class: "number" }, count(n)),
        el(
          "span",
          { class: "words" },
          el("code", {}, shorten(words, 160)),
          el(
            "span",
            { class: "by" },
            `${shorten(tactics.slice(0, 4).join(", "), 60)} · first at `,
            el("button", { type: "button", class: "link", onclick: () => this.select(node) }, `state ${node}`),
          ),
        ),
      ),
    );
    return el(
      "div",
      { class: "bars" },
      el("h3", {}, kinds > messages.length ? `Lean's most frequent messages, of ${count(kinds)}` : "Lean's messages"),
      el("ul", {}, ...rows),
    );
  }
}
