// The panel of a proof with words: the tree of its drafts, its sketches and the searches for their holes.

import { getJSON, pause } from "./api.js";
import { $, el, setText, show } from "./dom.js";
import { mending, searchStatus, sketchStatus, stageTree } from "./stage_tree.js";
import { firstLine, many, oneLine, seconds, shorten } from "./words.js";

const POLL_MS = 1000;

const ORIGIN = { given: "given with the problem", written: "written by the model" };

const WON = {
  search: "plain search",
  facts: "search with facts from the words",
  sketch: "a sketch whose holes were closed",
};

export const searchHash = (id) => `#/search/${encodeURIComponent(id)}`;

export const sketchName = (sketch) => `sketch ${sketch + 1}`;

export const holeName = (sketch, line) => `${sketchName(sketch)}, line ${line}`;

const pill = ({ status, words }) => el("span", { class: "pill", "data-status": status }, words);

const source = (text, label, error = false) =>
  el("pre", { class: error ? "source error" : "source", tabindex: "0", "aria-label": label }, text);

const labelled = (label, text, error = false) => (text ? [el("h3", {}, label), source(text, label, error)] : []);

const target = (goals) => {
  const line = goals[0]?.split("\n").find((one) => one.startsWith("⊢")) ?? goals[0] ?? "";
  return goals.length > 1 ? `${line} (and ${many(goals.length - 1, "goal")} more)` : line;
};

export class StagesPanel {
  constructor() {
    this.panel = $("stages");
    this.about = document.getElementById("stages-about");
    this.tree = document.getElementById("stages-tree");
    this.whole = null;
    this.parts = new Map(); // key → its element, made once for as long as it says the same
  }

  reset() {
    show(this.panel, false);
  }

  // Show the stages that the search `about` is one of, and those to come, until `signal` says otherwise.
  async follow(about, signal) {
    if (!about.stages && !about.parent) return;
    const whole = about.parent ?? about.id;
    if (whole !== this.whole) this.parts.clear();
    this.whole = whole;
    this.current = about.id;
    this.told = "";
    let told = about.parent ? null : about;
    while (!signal.aborted) {
      told ??= await getJSON(`api/search?id=${encodeURIComponent(this.whole)}`, signal).catch(() => null);
      if (signal.aborted) return;
      if (told) this.#take(told);
      if (!about.live || told?.ended) return;
      told = null;
      await pause(POLL_MS, signal);
    }
  }

  #take({ stages = [], ended = false, live, note }) {
    show(this.panel, stages.length > 0);
    const told = `${stages.length} ${ended}`;
    if (told === this.told) return;
    this.told = told;
    const tree = stageTree(stages);
    tree.over = !live || ended || tree.ended !== null;
    setText(this.about, this.#summary(tree, live && !tree.over ? note : ""));
    const focused = this.tree.contains(document.activeElement) ? document.activeElement : null;
    const items = [
      ...tree.drafts.map((draft) => el("li", {}, this.#part(`draft ${draft.draft}`, draft, () => this.#draft(draft)))),
      ...this.#sketches(tree, null),
      ...tree.trouble.map((words) => el("li", { class: "said" }, `The writer failed: ${words}`)),
    ];
    const root = this.#part("root", [tree.root, tree.ended, tree.over], () => this.#root(tree));
    this.tree.replaceChildren(el("li", {}, root, el("ul", {}, ...items)));
    if (focused) this.#focusAgain(focused);
  }

  // What had the focus, or the link that has taken its place.
  #focusAgain(focused) {
    const links = [...this.tree.querySelectorAll("a")];
    const again = focused.isConnected ? focused : links.find((link) => link.href === focused.href);
    again?.focus({ preventScroll: true });
  }

  #summary(tree, note) {
    const { started, ended } = tree;
    const won = ended?.won_by ? `Won by ${WON[ended.won_by] ?? ended.won_by}.` : ended ? "Nothing came to a proof." : "";
    const writer = started ? (started.writer ? `Writer: ${started.writer}.` : "No writer: words serve as facts only.") : "";
    return [won, writer, note].filter(Boolean).join(" ");
  }

  // The element for a key, made anew only if what it shows is new; then folded as it was.
  #part(key, content, make) {
    const state = JSON.stringify([this.current, content]);
    const known = this.parts.get(key);
    if (known?.state === state) return known.element;
    const element = make();
    const folded = known?.element.querySelector("details");
    if (folded) for (const details of element.querySelectorAll("details")) details.open = folded.open;
    this.parts.set(key, { state, element });
    return element;
  }

  #link(id, ...words) {
    return el("a", { href: searchHash(id), "aria-current": id === this.current ? "page" : null }, ...words);
  }

  #root(tree) {
    const { root } = tree;
    return el(
      "div",
      { class: "search", "data-testid": "root-search" },
      this.#link(this.whole, "whole theorem"),
      pill(searchStatus(root, tree.over, "not proved")),
      el("span", { class: "muted" }, this.#cost(root)),
      ["search", "facts"].includes(tree.ended?.won_by) ? el("span", { class: "won" }, `won by ${tree.ended.won_by}`) : null,
    );
  }

  #cost({ ended }) {
    if (!ended || ended.reason === "reused") return "";
    return ended.proved ? seconds(ended.seconds) : `${seconds(ended.seconds)} · ${shorten(ended.reason, 120)}`;
  }

  #draft({ draft, origin, text, program, answer, run, chosen }) {
    const votes = chosen?.votes ? `chosen, ${many(chosen.votes, "vote")}` : "chosen";
    return el(
      "details",
      { "data-testid": "draft" },
      el(
        "summary",
        {},
        `draft ${draft + 1} `,
        el("span", { class: "muted" }, ORIGIN[origin] ?? origin, answer ? ` · answer ${oneLine(answer, 40)} ` : " "),
        chosen ? el("span", { class: "won" }, votes) : null,
      ),
      el("p", { class: "prose" }, text),
      ...labelled("Program", program),
      run ? el("p", { class: "said" }, `The program ended: ${run.status}, ${seconds(run.seconds)}`) : null,
      ...labelled("What it printed", run?.output),
      ...labelled("What it broke with", run?.error, true),
    );
  }

  #sketches(tree, mended) {
    return mending(tree, mended).map((sketch) => {
      const won = tree.ended?.won_by === "sketch" && sketch.ended?.status === "proved";
      const part = this.#part(`sketch ${sketch.sketch}`, [sketch, tree.over, won], () => this.#sketch(sketch, tree.over, won));
      const better = this.#sketches(tree, sketch.sketch);
      return el("li", { "data-testid": "sketch" }, part, better.length ? el("ul", {}, ...better) : null);
    });
  }

  #sketch(sketch, over, won) {
    const done = over || sketch.ended !== null;
    const said = sketch.refused ?? (sketch.ended?.status === "check failed" ? sketch.ended.message : "");
    const mends = sketch.mends === null ? "" : `mends ${sketchName(sketch.mends)} `;
    return el(
      "div",
      {},
      el(
        "details",
        { open: won },
        el(
          "summary",
          {},
          `${sketchName(sketch.sketch)} `,
          el("span", { class: "muted" }, mends),
          pill(sketchStatus(sketch, over)),
          won ? el("span", { class: "won" }, "won") : null,
          said ? el("span", { class: "said" }, oneLine(firstLine(said), 120)) : null,
        ),
        said ? source(said, "What Lean says of it", true) : null,
        sketch.source === null ? source(sketch.text, "The sketch") : this.#lines(sketch, done),
      ),
      sketch.holes.length ? el("ol", { class: "holes" }, ...sketch.holes.map((hole) => this.#hole(hole, done))) : null,
    );
  }

  // What Lean read, the lines with holes marked.
  #lines(sketch, over) {
    const marks = new Map(sketch.holes.map((hole) => [hole.line, searchStatus(hole.search, over).status]));
    const lines = sketch.source.split("\n").flatMap((line, i) => {
      const status = marks.get(i + 1);
      return [i ? "\n" : "", status ? el("span", { class: "hole-line", "data-status": status }, line) : line];
    });
    return el("pre", { class: "source", tabindex: "0", "aria-label": "The sketch" }, ...lines);
  }

  #hole({ line, goals, search }, over) {
    const name = `line ${line}`;
    return el(
      "li",
      { "data-testid": "hole", "data-hole": search.id, title: goals.join("\n\n") },
      search.begun ? this.#link(`${this.whole}~${search.id}`, name) : el("span", {}, name),
      pill(searchStatus(search, over)),
      el("code", {}, shorten(target(goals), 200)),
      el("span", { class: "muted" }, this.#cost(search)),
    );
  }
}
