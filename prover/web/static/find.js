// Finding states by what their goals say or by the tactic that led to them.

import { $, setText } from "./dom.js";
import { count } from "./words.js";

export class Find {
  // `found(ids)`: a set to mark; `jump(id)`.
  constructor(found, jump) {
    this.found = found;
    this.jump = jump;
    this.input = $("find");
    this.output = document.getElementById("find-count");
    this.texts = new Map();
    this.hits = [];
    this.input.addEventListener("input", () => this.update(this.replay, this.k, true));
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.#next(event.shiftKey ? -1 : 1);
      } else if (event.key === "Escape") {
        this.input.value = "";
        this.update(this.replay, this.k, true);
        $("graph").focus();
      }
    });
  }

  reset() {
    this.texts.clear();
    this.input.value = "";
    this.state = "";
    this.hits = [];
    this.replay = null;
    setText(this.output, "");
  }

  // Mark what is found among the states of a moment.
  update(replay, k, anew = false) {
    this.replay = replay;
    this.k = k;
    const wanted = this.input.value.trim().toLowerCase();
    const shown = replay?.shown(k) ?? 0;
    const state = `${wanted}\n${shown}`;
    if (!anew && state === this.state) return;
    this.state = state;
    if (anew) this.current = -1;
    this.hits =
      wanted === ""
        ? []
        : replay.nodes
            .slice(0, shown)
            .filter((node) => this.#matches(node, wanted))
            .map((node) => node.id);
    this.found(new Set(this.hits));
    this.#tell(wanted);
  }

  #matches(node, wanted) {
    if (/^#?\d+$/.test(wanted) && node.id === Number(wanted.replace("#", ""))) return true;
    let text = this.texts.get(node.id);
    if (text === undefined) this.texts.set(node.id, (text = [...node.goals, node.tactic ?? ""].join("\n").toLowerCase()));
    return text.includes(wanted);
  }

  #next(by) {
    if (this.hits.length === 0) return;
    this.current = (this.current + by + this.hits.length) % this.hits.length;
    if (this.current < 0) this.current = this.hits.length - 1;
    this.jump(this.hits[this.current]);
    this.#tell(this.input.value);
  }

  #tell(wanted) {
    const at = this.current >= 0 && this.current < this.hits.length ? `${count(this.current + 1)} of ` : "";
    setText(this.output, wanted.trim() === "" ? "" : this.hits.length ? `${at}${count(this.hits.length)}` : "none");
  }
}
