// The selected state: how it was reached, its goals, the tactics tried there, and what a person can do with it.

import { $, el, setText, show } from "./dom.js";
import { goalElements, linesGone } from "./goals.js";
import { countBelow } from "./replay.js";
import { Tactics } from "./tactics.js";
import { count, logprob, many, oneLine, probability, STATUS_MEANING } from "./words.js";

export class StatePanel {
  // `select(id)`; `commands`: what the buttons do.
  constructor(select, commands) {
    this.select = select;
    this.place = $("state-panel");
    this.tactics = new Tactics(select);
    this.title = el("h2");
    this.pill = el("span", { class: "pill" });
    this.marks = el("span", { class: "marks" });
    this.meta = el("p", { class: "meta" });
    this.path = el("ol", { class: "path", "aria-label": "Best path from the root" });
    this.goals = el("div", { "data-testid": "goals", class: "goals", tabindex: "0", role: "region", "aria-label": "Goals" });
    this.gone = el("details", { class: "gone" });
    this.heading = el("h3");
    this.errors = el("input", { type: "checkbox", checked: true });
    this.errors.addEventListener("change", () => this.tactics.table.classList.toggle("no-errors", !this.errors.checked));
    this.commands = this.#buttons(commands);
    this.body = el(
      "div",
      {},
      el("header", { class: "state-head" }, this.title, this.pill, this.marks),
      this.meta,
      this.path,
      this.commands,
      this.goals,
      this.gone,
      el(
        "div",
        { class: "row" },
        this.heading,
        el("span", { class: "fill" }),
        el("label", { class: "small" }, this.errors, " errors"),
      ),
      this.tactics.table,
    );
    this.none = el("p", { class: "empty" }, "No state is selected.");
    this.place.replaceChildren(this.none, this.body);
    this.clear();
  }

  clear() {
    this.shown = "";
    show(this.body, false);
    show(this.none, true);
  }

  // A node as it was after the first k events.
  show(replay, id, k, interactive) {
    const node = replay.byId.get(id);
    if (!node || node.created >= k) return this.clear();
    show(this.none, false);
    show(this.body, true);
    const status = node.status.at(k);
    const path = node.path.at(k);
    const tried = replay.tried(node, k);
    const parent = path.parent === null ? null : replay.byId.get(path.parent);
    setText(this.title, id === 0 ? "State 0, the root" : `State ${id}`);
    setText(this.pill, status);
    this.pill.dataset.status = status;
    this.pill.title = STATUS_MEANING[status];
    const pinned = node.pinned.at(k);
    const pruned = node.pruned.at(k);
    setText(
      this.marks,
      [node.byPerson && "your tactic", pinned && "pinned", pruned && "pruned here"].filter(Boolean).join(" · "),
    );
    const ways = countBelow(node.waysAt, k);
    const facts = [`depth ${path.depth}`];
    if (id !== 0) facts.push(`path ${probability(path.logprob)} (${logprob(path.logprob)})`);
    if (ways) facts.push(`${many(ways, "further way", "further ways")} in`);
    if (node.counterModel.at(k)) facts.push(`false where ${node.counterModel.at(k)}`);
    setText(this.meta, facts.join(" · "));
    this.#state(interactive, pinned, pruned);
    const key = `${id} ${parent?.id} ${path.depth} ${path.logprob}`;
    if (this.shown !== key) {
      if (this.shown.split(" ")[0] !== String(id)) this.goals.scrollTop = 0;
      this.shown = key;
      this.#path(replay.pathTo(node, k));
      this.goals.replaceChildren(...goalElements(node.goals, parent?.goals ?? null));
      const gone = linesGone(node.goals, parent?.goals ?? null);
      show(this.gone, gone.length > 0);
      this.gone.replaceChildren(
        el("summary", {}, `${many(gone.length, "line")} of the parent state ${gone.length === 1 ? "is" : "are"} gone`),
        ...gone.map((line) => el("div", { class: "line" }, line)),
      );
    }
    setText(this.heading, tried ? `${count(tried)} ${tried === 1 ? "tactic" : "tactics"} tried` : "No tactic tried yet");
    show(this.tactics.table, tried > 0);
    const step = replay.proof && replay.proof.at < k ? replay.proof.steps.find((one) => one.node === id) : null;
    this.tactics.show(node, tried, step?.attempt ?? null);
  }

  clearInput() {
    this.input.value = "";
    this.input.rows = 1;
  }

  // A command is under way.
  busy(is) {
    this.commands.classList.toggle("busy", is);
    for (const button of this.commands.querySelectorAll("button")) button.disabled = is;
  }

  #path(steps) {
    const step = (text, id, title) =>
      el("li", {}, el("button", { type: "button", class: "link", title, onclick: () => this.select(id) }, text));
    this.path.replaceChildren(
      ...steps.map(({ attempt }) =>
        step(oneLine(attempt.tactic, 46), attempt.child, `${attempt.tactic}\n→ state ${attempt.child}`),
      ),
    );
    if (steps.length) this.path.prepend(step("root", 0, "state 0"));
    show(this.path, steps.length > 0);
  }

  #state(interactive, pinned, pruned) {
    show(this.commands, interactive);
    this.pin.setAttribute("aria-pressed", String(pinned));
    setText(this.pin, pinned ? "Unpin" : "Pin");
    this.prune.setAttribute("aria-pressed", String(pruned));
    setText(this.prune, pruned ? "Unprune" : "Prune");
  }

  #buttons(commands) {
    this.input = el("textarea", {
      "data-testid": "tactic-input",
      rows: "1",
      placeholder: "A tactic to try here",
      "aria-label": "A tactic to try at this state",
      spellcheck: "false",
      autocapitalize: "off",
    });
    const run = () => {
      const tactic = this.input.value.trim();
      if (tactic) commands.run(tactic);
    };
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        run();
      }
    });
    this.input.addEventListener("input", () => {
      this.input.rows = Math.min(6, this.input.value.split("\n").length);
    });
    const button = (test, text, title, act) => el("button", { type: "button", "data-testid": test, title, onclick: act }, text);
    const pressed = (one) => one.getAttribute("aria-pressed") === "true";
    this.pin = button("pin", "Pin", "Have the search work below this state first (p)", () => commands.pin(!pressed(this.pin)));
    this.prune = button("prune", "Prune", "Keep the search out of what lies below (x)", () =>
      commands.prune(!pressed(this.prune)),
    );
    return el(
      "div",
      { class: "commands" },
      el("div", { class: "try" }, this.input, button("tactic-run", "Run", "Have Lean run it (Enter)", run)),
      el(
        "div",
        { class: "group" },
        button("propose", "Propose more", "Ask the policy for more tactics here", () => commands.propose()),
        this.pin,
        this.prune,
      ),
    );
  }
}
