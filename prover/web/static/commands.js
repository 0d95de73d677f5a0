// What a person tells the running search, and what came of it.

import { command } from "./api.js";
import { $ } from "./dom.js";
import { count, firstLine, many, OUTCOME, oneLine, shorten } from "./words.js";

export class Commands {
  // `view`: the search view, which knows the selected state and tells messages.
  constructor(view) {
    this.view = view;
    for (const name of ["pause", "resume", "step", "stop"]) $(name).addEventListener("click", () => this.#send({ do: name }));
  }

  run(tactic) {
    const node = this.view.selected;
    this.#send({ do: "try", node, tactic }, ([attempt]) => attempt && this.#tried(node, tactic, attempt));
  }

  propose() {
    this.#send({ do: "propose", node: this.view.selected }, (attempts) => this.#proposed(attempts));
  }

  pin(pinned) {
    this.#send({ do: "pin", node: this.view.selected, pinned });
  }

  prune(pruned) {
    this.#send({ do: "prune", node: this.view.selected, pruned });
  }

  async #send(body, done) {
    const { view } = this;
    if (!view.interactive) return;
    view.panel.busy(true);
    try {
      const attempts = await command(body);
      view.message("");
      view.timeline.goLive();
      done?.(attempts);
    } catch (error) {
      view.message(error.message, true);
    } finally {
      view.panel.busy(false);
    }
  }

  #tried(node, tactic, { outcome, message, child }) {
    const { view } = this;
    const led = child ?? null;
    const parts = [
      OUTCOME[outcome],
      led === null ? "" : `, state ${led}`,
      message ? `: ${shorten(firstLine(message), 200)}` : "",
    ];
    view.message(`${oneLine(tactic, 60)} — ${parts.join("")}`);
    if (outcome === "proved" || outcome === "new_state") view.panel.clearInput();
    if (led !== null && view.selected === node) this.#selectWhenThere(led);
  }

  // The event may come after the command's answer.
  #selectWhenThere(id, tries = 50) {
    if (this.view.replay.byId.has(id)) this.view.select(id, { reveal: true });
    else if (tries > 0) setTimeout(() => this.#selectWhenThere(id, tries - 1), 40);
  }

  #proposed(attempts) {
    const kinds = Object.keys(OUTCOME).map((kind) => [attempts.filter((one) => one.outcome === kind).length, OUTCOME[kind]]);
    const parts = kinds.filter(([n]) => n).map(([n, words]) => `${count(n)} ${words}`);
    this.view.message(
      attempts.length
        ? `${many(attempts.length, "tactic")} proposed and tried: ${parts.join(", ")}.`
        : "The policy proposed nothing new.",
    );
  }
}
