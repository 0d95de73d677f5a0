// The card beside the pointer: a state in three lines.

import { $, el, show } from "./dom.js";
import { many, oneLine } from "./words.js";

// `node`: of the replay, or null for none; as it was after k events.
export function showCard(node, k, event) {
  const card = document.getElementById("hover-card");
  show(card, node !== null);
  if (node === null) return;
  const goal = node.goals[0] ?? "";
  const conclusion = goal.slice(Math.max(0, goal.lastIndexOf("⊢")));
  const goals = node.goals.length > 1 ? ` · ${many(node.goals.length, "goal")}` : "";
  card.replaceChildren(
    el("b", {}, `${node.id} · ${node.status.at(k)}${goals}`),
    el("code", {}, oneLine(node.tactic ?? "root", 120)),
    el("span", { class: "mono" }, oneLine(conclusion, 160)),
  );
  const box = $("graph").getBoundingClientRect();
  const right = event.clientX - box.left > box.width / 2;
  card.style.left = right ? "auto" : `${event.clientX - box.left + 16}px`;
  card.style.right = right ? `${box.right - event.clientX + 16}px` : "auto";
  card.style.top = `${Math.min(event.clientY - box.top + 14 + $("graph").offsetTop, box.height - 60)}px`;
}
