// Numbers and the log's terms in words.

const whole = new Intl.NumberFormat("en-US");

export const count = (n) => whole.format(n);

export const many = (n, one, more = `${one}s`) => `${count(n)} ${n === 1 ? one : more}`;

export function seconds(s) {
  if (s === 0) return "0 s";
  if (s < 0.0995) return `${(s * 1000).toFixed(s < 0.00995 ? 1 : 0)} ms`;
  if (s < 10) return `${s.toFixed(2)} s`;
  if (s < 120) return `${s.toFixed(1)} s`;
  return `${Math.floor(s / 60)} min ${String(Math.floor(s % 60)).padStart(2, "0")} s`;
}

export const logprob = (lp) => lp.toFixed(2).replace("-0.00", "0.00").replace("-", "−");

export function probability(lp) {
  const percent = 100 * Math.exp(lp);
  if (percent >= 99.95) return "100 %";
  if (percent >= 10) return `${percent.toFixed(0)} %`;
  if (percent >= 0.1) return `${percent.toFixed(1)} %`;
  if (percent >= 0.001) return `${percent.toFixed(3)} %`;
  return "< 0.001 %";
}

export const STATUSES = ["open", "expanding", "expanded", "proved", "failed", "refuted", "pruned"];

export const STATUS_MEANING = {
  open: "waiting to be expanded",
  expanding: "its tactics are being proposed or tried",
  expanded: "all its tactics are tried; something open can be reached from it",
  proved: "proved",
  failed: "all its tactics are tried; nothing open can be reached from it",
  refuted: "it is false: there is a counter-model",
  pruned: "every way to it leads through a state that a person pruned or that is refuted",
};

export const OUTCOME = { proved: "proved", new_state: "new state", tactic_error: "error", gave_up: "gave up" };

export const firstLine = (text) => text.split("\n", 1)[0];

export const shorten = (text, length) => (text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`);

export const oneLine = (text, length) => shorten(text.replace(/\s*\n\s*/g, " ↵ "), length);

export function endReason(reason, budget = {}) {
  switch (reason) {
    case "proved":
      return "The search found a proof.";
    case "exhausted":
      return "Nothing was left to try: every state that could be reached was expanded, and all tactics proposed there were tried.";
    case "refuted":
      return "The theorem is false: there is a counter-model.";
    case "time":
      return budget.seconds ? `The time limit of ${seconds(budget.seconds)} was used up.` : "The time limit was used up.";
    case "expansions":
      return budget.expansions
        ? `The limit of ${many(budget.expansions, "expansion")} was reached.`
        : "The limit of expansions was reached.";
    case "nodes":
      return budget.nodes
        ? `The limit of ${many(budget.nodes, "proof state")} was reached.`
        : "The limit of proof states was reached.";
    case "tactics":
      return budget.tactics ? `The limit of ${many(budget.tactics, "tactic")} was reached.` : "The limit of tactics was reached.";
    case "stopped":
      return "The search was stopped before it had found a proof.";
    case "error":
      return "Something broke, and the search ended.";
    default:
      return "The event log breaks off: the search was cut short or is still going on.";
  }
}
