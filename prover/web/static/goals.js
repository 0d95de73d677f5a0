// Goals as Lean prints them, a line an element; what the parent state does not say is marked.

import { el } from "./dom.js";

// A line's parts: names of hypotheses, `case` tags and turnstiles are set apart, every character stays.
function parts(line) {
  const hypothesis = /^(\S[^:⊢]*?)( :(?: |$)| :=)/.exec(line);
  if (line.startsWith("⊢")) return [el("span", { class: "turnstile" }, "⊢"), line.slice(1)];
  if (line.startsWith("case ")) return [el("span", { class: "case" }, line)];
  if (hypothesis) return [el("span", { class: "name" }, hypothesis[1]), line.slice(hypothesis[1].length)];
  return [line];
}

const linesOf = (goals) => goals.flatMap((goal) => goal.split("\n"));

// `parent`: the goals of the state it came from, or null for the root.
export function goalElements(goals, parent) {
  const known = parent === null ? null : new Set(linesOf(parent));
  return goals.map((goal, i) => {
    const lines = goal.split("\n").map((line) => {
      const changed = known !== null && !known.has(line);
      return el(
        "div",
        { class: changed ? "line changed" : "line", title: changed ? "not in the parent state" : null },
        ...parts(line),
      );
    });
    return el(
      "div",
      { class: "goal", role: "group", "aria-label": `Goal ${i + 1} of ${goals.length}` },
      ...lines.flatMap((line) => [line, "\n"]),
    );
  });
}

export const linesGone = (goals, parent) => {
  if (parent === null) return [];
  const now = new Set(linesOf(goals));
  return [...new Set(linesOf(parent))].filter((line) => !now.has(line));
};
