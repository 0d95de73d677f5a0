// The table of tactics tried at a state; as the moment moves, rows come and go at its end.

import { el } from "./dom.js";
import { firstLine, logprob, OUTCOME, probability, seconds, shorten } from "./words.js";

const REASON = { time: "took too long", heartbeats: "too much work", memory: "too much memory", crash: "Lean crashed" };

export class Tactics {
  // `follow(id)`: the state a tactic led to was asked for.
  constructor(follow) {
    this.follow = follow;
    this.node = null;
    this.body = el("tbody");
    this.table = el(
      "table",
      { "data-testid": "tactics", class: "tactics" },
      el(
        "thead",
        {},
        el("tr", {}, ...["Tactic", "Outcome", "Probability", "Time"].map((name) => el("th", { scope: "col" }, name))),
      ),
      this.body,
    );
  }

  // The first `count` attempts at a node.
  show(node, count, onProof) {
    if (node !== this.node) {
      this.node = node;
      this.body.replaceChildren();
    }
    while (this.body.rows.length > count) this.body.rows[this.body.rows.length - 1].remove();
    if (this.body.rows.length < count) {
      this.body.append(...node.attempts.slice(this.body.rows.length, count).map((attempt) => this.#row(node, attempt)));
    }
    for (let i = 0; i < count; i++) this.body.rows[i].classList.toggle("lit", onProof === node.attempts[i]);
  }

  #row(node, attempt) {
    const { outcome, message, child } = attempt;
    const said = message ? this.#message(message) : null;
    const computed = attempt.computed ? this.#message(attempt.computed) : null;
    const source = el(
      "span",
      { class: attempt.source === "user" ? "by person" : "by" },
      attempt.source === "user" ? "you" : [attempt.source, attempt.move].filter(Boolean).join(" · "),
    );
    const reason = outcome === "gave_up" && attempt.reason ? `: ${REASON[attempt.reason] ?? attempt.reason}` : "";
    return el(
      "tr",
      { "data-outcome": outcome },
      el("td", {}, el("code", {}, attempt.tactic), source, computed, said),
      el(
        "td",
        { class: "outcome" },
        el("span", { class: `mark ${outcome}` }),
        OUTCOME[outcome] + reason,
        this.#link(node, attempt),
        outcome === "new_state" && child === null ? el("span", { class: "muted" }, " (one too many)") : null,
      ),
      el(
        "td",
        { class: "number", title: `log-probability ${attempt.logprob}` },
        attempt.source === "user" ? "–" : probability(attempt.logprob),
        el("span", { class: "by" }, logprob(attempt.logprob)),
      ),
      el("td", { class: "number" }, seconds(attempt.seconds)),
    );
  }

  #link(node, { child }) {
    if (child === null) return null;
    const words = child === node.id ? "itself" : `state ${child}`;
    return el("button", { type: "button", class: "link", onclick: () => this.follow(child) }, words);
  }

  #message(message) {
    const first = firstLine(message);
    if (first === message && message.length <= 90) return el("p", { class: "said" }, message);
    return el("details", { class: "said" }, el("summary", {}, shorten(first, 120)), el("pre", {}, message));
  }
}
