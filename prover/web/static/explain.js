// What a search that found no proof comes to: counts, the messages Lean gave most, the states nearest to hope.

import { firstLine } from "./words.js";

const MESSAGES = 6;

const tally = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
};

// Of the whole log.
export function explain(replay) {
  const attempts = replay.nodes.flatMap((node) => node.attempts.map((attempt) => ({ node, attempt })));
  const kind = ({ attempt }) => {
    if (attempt.outcome === "gave_up") return `gave up: ${attempt.reason ?? "no reason"}`;
    if (attempt.outcome !== "new_state") return attempt.outcome;
    if (attempt.child === null) return "one state too many";
    return replay.byId.get(attempt.child)?.firstAttempt === attempt ? "new state" : "state known already";
  };
  const said = new Map();
  for (const { node, attempt } of attempts) {
    if (!attempt.message) continue;
    const words = firstLine(attempt.message).trim();
    const entry = said.get(words) ?? { words, count: 0, node: node.id, tactics: new Map() };
    entry.count += 1;
    const head = attempt.tactic.split(/\s/, 1)[0];
    entry.tactics.set(head, (entry.tactics.get(head) ?? 0) + 1);
    said.set(words, entry);
  }
  const open = replay.nodes.filter((node) => node.status.last === "open" || node.status.last === "expanding");
  const length = (node) => node.goals.reduce((sum, goal) => sum + goal.length, 0);
  const shortest = open.reduce((best, node) => (best === null || length(node) < length(best) ? node : best), null);
  const deepest = replay.nodes.reduce(
    (best, node) => (best === null || node.path.last.depth > best.path.last.depth ? node : best),
    null,
  );
  return {
    outcomes: tally(attempts.map(kind)),
    statuses: tally(replay.nodes.map((node) => node.status.last)),
    messages: [...said.values()]
      .sort((a, b) => b.count - a.count)
      .slice(0, MESSAGES)
      .map((entry) => ({ ...entry, tactics: [...entry.tactics].sort((a, b) => b[1] - a[1]).map(([head]) => head) })),
    kinds: said.size,
    tactics: attempts.length,
    best: replay.bestOpen(replay.length),
    shortest: shortest?.id ?? null,
    deepest: deepest?.id ?? null,
  };
}
