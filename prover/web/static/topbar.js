// The top bar: how the search stands at the moment shown, who proposes, what is used of the budget.

import { $, el, setText, show } from "./dom.js";
import { count, seconds } from "./words.js";

function statusAt({ replay, result, about, loading }, k) {
  if (k >= replay.length && result) return { proved: "proved", disproved: "disproved", error: "error" }[result.status] ?? "not proved";
  if (replay.proof !== null && replay.proof.at < k) {
    return about?.live && result === undefined ? "proof found, being checked" : "proof found";
  }
  if (about?.stages && about.live && result === undefined) return "searching"; // other searches go on
  if (k > replay.endedAt) return replay.ended.reason === "error" ? "error" : "not proved";
  if (replay.length === 0) return loading ? "loading" : "";
  return "searching";
}

// `view`: the search view.
export function showBar(view, k) {
  const { replay, about } = view;
  const { policy, info } = replay.started ?? {};
  const words = [policy || about?.policy, info?.search || about?.search].filter(Boolean).join(" · ");
  setText($("policy"), words);
  $("policy").title = `Policy and search: ${words}`;
  $("theorem").title = about?.problem ?? "";
  const status = statusAt(view, k);
  setText($("status"), status);
  $("status").dataset.status = status.split(",")[0].replace(" ", "-");
  show($("paused"), replay.paused.at(k) && k <= replay.endedAt);
  show(document.getElementById("controls"), view.interactive);
  $("pause").disabled = replay.paused.last;
  $("resume").disabled = replay.paused.when.length > 0 && !replay.paused.last; // it may have begun paused, which no event tells
  showBudget(replay, k);
}

function showBudget(replay, k) {
  const budget = replay.started?.budget ?? {};
  const used = replay.usage(k);
  const items = [
    ["time", used.seconds, budget.seconds, seconds],
    ["expansions", used.expansions, budget.expansions, count],
    ["states", used.nodes, budget.nodes, count],
    ["tactics", used.tactics, budget.tactics, count],
  ];
  const place = $("budget");
  if (place.childElementCount !== items.length) {
    const item = (name) => el("div", {}, el("dt", {}, name), el("dd"), el("i", { class: "meter" }, el("b")));
    place.replaceChildren(...items.map(([name]) => item(name)));
  }
  items.forEach(([, value, limit, words], i) => {
    const [, number, meter] = place.children[i].children;
    setText(number, limit ? `${words(value)} / ${words(limit)}` : words(value));
    show(meter, Boolean(limit));
    if (limit) meter.firstElementChild.style.width = `${Math.min(100, (100 * value) / limit)}%`;
  });
}
