// Keyboard shortcuts of the search view, and the list of them.

import { $, el } from "./dom.js";

const LIST = [
  ["← →", "to the parent, to a child"],
  ["↑ ↓", "within a column"],
  ["Home", "to the root"],
  ["Enter", "from the graph to the state's details"],
  ["b", "to the most probable open state"],
  ["c", "fold or unfold what lies below"],
  ["f", "show everything"],
  ["+ −", "zoom; the wheel does too"],
  ["Shift + arrows", "pan"],
  ["/", "find; Enter and Shift + Enter go through what is found"],
  ["Space", "play and pause the replay"],
  [", .", "an event back, an event on"],
  ["End", "to the end, or to what is live"],
  ["t", "type a tactic (running search)"],
  ["p x", "pin, prune (running search)"],
  ["Esc", "back to the graph"],
  ["?", "this list"],
];

const TYPING = "input:not([type=range]):not([type=checkbox]), textarea, select";
const OWN_SPACE = "button, summary, select, a, input[type=checkbox]";

export function setUpHelp() {
  const dialog = document.getElementById("help");
  document
    .getElementById("help-keys")
    .replaceChildren(
      ...LIST.flatMap(([key, words]) => [
        el("dt", {}, ...key.split(" ").map((k) => (k === "+" || k === "−" || k.length < 8 ? el("kbd", {}, k) : k))),
        el("dd", {}, words),
      ]),
    );
  document.getElementById("help-button").addEventListener("click", () => dialog.showModal());
  return () => dialog.showModal();
}

/* `acts`: {select(id), neighbour(key), root, best, fold, fit, zoom(factor), pan(dx, dy), play, step(by), end, pin, prune, help, active()} */
export function setUpKeys(acts) {
  const graph = $("graph");
  graph.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pan = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] }[event.key];
    if (pan && event.shiftKey) acts.pan(...pan);
    else if (pan) acts.neighbour(event.key);
    else if (event.key === "Home") acts.root();
    else if (event.key === "End") acts.end();
    else if (event.key === "Enter") $("goals").focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!acts.active() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const at = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape") {
      graph.focus();
      return;
    }
    if (at.matches(TYPING)) return;
    const act = {
      "/": () => $("find").select(),
      "?": acts.help,
      b: acts.best,
      c: acts.fold,
      f: acts.fit,
      "+": () => acts.zoom(1.3),
      "=": () => acts.zoom(1.3),
      "-": () => acts.zoom(1 / 1.3),
      "−": () => acts.zoom(1 / 1.3),
      ",": () => acts.step(-1),
      ".": () => acts.step(1),
      t: () => $("tactic-input")?.offsetParent && $("tactic-input").focus(),
      p: acts.pin,
      x: acts.prune,
      " ": at.matches(OWN_SPACE) ? null : acts.play,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
