// One search on the page: its events come in, a moment of it is shown, commands go out.

import { follow, getJSON } from "./api.js";
import { Commands } from "./commands.js";
import { $, onceAFrame, setText, show } from "./dom.js";
import { Find } from "./find.js";
import { Graph } from "./graph.js";
import { showCard } from "./hover.js";
import { showInformal } from "./informal.js";
import { setUpHelp, setUpKeys } from "./keys.js";
import { Outcome } from "./outcome.js";
import { Replay } from "./replay.js";
import { setUpSplitter } from "./splitter.js";
import { StagesPanel, holeName, searchHash } from "./stages.js";
import { StatePanel } from "./state.js";
import { Timeline } from "./timeline.js";
import { showBar } from "./topbar.js";
import { many, oneLine, seconds } from "./words.js";

const RELAYOUT_MS = 250; // at least, between layouts of a large graph that grows

export class SearchView {
  constructor() {
    this.render = onceAFrame(() => this.#render());
    this.panel = new StatePanel((id) => this.select(id, { reveal: true }), new Commands(this));
    this.graph = new Graph($("graph"), {
      picked: (id) => {
        this.select(id);
        $("graph").focus({ preventScroll: true });
      },
      unfolded: (id) => this.#fold(id),
      hovered: (id, event) => showCard(id === null ? null : this.replay.byId.get(id), this.timeline.index, event),
    });
    this.timeline = new Timeline(this.render);
    this.find = new Find(
      (ids) => this.graph.setFound(ids),
      (id) => this.select(id, { reveal: true, closer: true }),
    );
    this.outcome = new Outcome(
      (id) => this.select(id, { reveal: true, closer: true }),
      (words) => this.message(words),
    );
    this.stages = new StagesPanel();
    this.#wire();
  }

  // Show a search until `signal` says otherwise; resolves once there is something to see.
  async open(id, alone, signal) {
    this.#reset();
    this.#back(alone ? null : "#/", "← Run");
    setText($("theorem"), "");
    const about = await getJSON(`api/search?id=${encodeURIComponent(id)}`, signal).catch((error) => {
      this.#ready();
      throw error;
    });
    if (signal.aborted) return;
    this.about = about;
    if (about.parent) this.#back(searchHash(about.parent), "← Whole theorem");
    const which = about.attempt ? ` · attempt ${about.attempt + 1}` : "";
    const hole = about.parent ? ` · ${holeName(about.sketch, about.line)}` : "";
    setText($("theorem"), `${about.problem}${which}${hole}`);
    document.title = `${about.problem}${hole} · proof search`;
    this.outcome.reset(about.problem, Boolean(about.parent));
    this.stages.follow(about, signal);
    setText(document.getElementById("statement"), about.statement ?? "");
    show(document.getElementById("problem-panel"), true);
    showInformal($("informal"), about.informal_statement, about.informal_proof);
    this.timeline.reset(this.replay, about.live);
    await new Promise((ready) => {
      this.ready = ready;
      signal.addEventListener("abort", ready, { once: true });
      this.#follow(id, about.live, signal);
    });
  }

  select(id, { reveal = false, closer = false } = {}) {
    if (!this.replay.byId.has(id)) return;
    if (this.replay.byId.get(id).created >= this.timeline.index) this.timeline.seek(this.replay.byId.get(id).created + 1);
    this.selected = id;
    if (this.graph.uncover(id)) this.layoutStale = true;
    this.graph.select(id);
    this.#render();
    if (reveal) this.graph.reveal(id, closer);
    const top = $("state-panel").offsetTop - document.getElementById("side").offsetTop;
    document.getElementById("side").scrollTo({ top });
    this.#announce(id);
  }

  // Show the moment after `index` events, at once.
  seek(index) {
    this.timeline.seek(index);
    this.#render();
  }

  recolour() {
    this.graph.recolour();
    this.timeline.render(true);
  }

  message(words, lasting = false) {
    const place = $("message");
    setText(place.querySelector("span"), words ?? "");
    place.classList.toggle("shown", Boolean(words));
    show(place.querySelector("button"), Boolean(words));
    clearTimeout(this.fading);
    if (words && !lasting) this.fading = setTimeout(() => this.message(""), 8_000);
  }

  get interactive() {
    return Boolean(
      this.about?.live && this.about.interactive && this.replay.started && !this.replay.ended && this.result === undefined,
    );
  }

  // Events

  #reset() {
    this.about = null;
    this.replay = new Replay();
    this.result = undefined;
    this.selected = null;
    this.layoutStale = false;
    this.laidOut = 0;
    this.loading = true;
    this.graph.reset();
    for (const id of ["hover-card", "problem-panel"]) show(document.getElementById(id), false);
    this.ready = null;
    this.find.reset();
    this.panel.clear();
    this.outcome.reset("proof");
    this.stages.reset();
    this.message("");
    this.timeline.reset(this.replay);
    this.#render();
  }

  #back(href, words) {
    show($("back"), href !== null);
    $("back").setAttribute("href", href ?? "#/");
    setText($("back"), words);
  }

  async #follow(id, live, signal) {
    const mine = this.replay;
    const handlers = {
      events: (batch) => {
        for (const event of batch) mine.append(event);
        if (this.selected === null && mine.nodes.length) this.graph.select((this.selected = mine.nodes[0].id));
        this.render();
        if (live) this.#ready();
      },
      result: (value) => {
        this.result = value;
        this.render();
        this.#ready();
        if (live) document.getElementById("side").scrollTo({ top: 0 });
      },
      connected: () => {
        if (this.lost) this.message("Connected again.");
        this.lost = false;
      },
      lost: (wait) => {
        this.lost = true;
        this.message(`The connection to the search is lost; trying again in ${seconds(wait)}.`, true);
      },
    };
    try {
      await follow(id, live, handlers, signal);
    } catch (error) {
      this.message(`The events cannot be had: ${error.message}`, true);
      this.#ready();
    }
  }

  #ready() {
    this.loading = false;
    this.#render();
    this.ready?.();
  }

  // Showing

  #render() {
    const { replay, timeline } = this;
    timeline.grown();
    this.#layOut();
    const k = timeline.index;
    this.graph.setMoment(k);
    timeline.render();
    this.find.update(replay, k);
    showBar(this, k);
    if (this.selected === null) this.panel.clear();
    else this.panel.show(replay, this.selected, k, this.interactive);
    this.outcome.update(replay, this.result);
    const nothing = document.getElementById("nothing");
    show(nothing, replay.shown(k) === 0);
    if (this.loading) setText(nothing, "Waiting for the search's events …");
    else if (replay.nodes.length) setText(nothing, "The search has not begun at this moment.");
    else setText(nothing, this.about ? "There is no event log of this search." : "There is nothing to show.");
  }

  #layOut() {
    const { replay } = this;
    if (!this.layoutStale && replay.nodes.length === this.laidOut) return;
    const now = performance.now();
    const due = (this.laidOutAt ?? 0) + (replay.nodes.length > 400 ? RELAYOUT_MS : 0);
    if (!this.layoutStale && now < due && this.laidOut > 0) {
      setTimeout(this.render, due - now + 1);
      return;
    }
    this.graph.setTree(replay);
    this.layoutStale = false;
    this.laidOut = replay.nodes.length;
    this.laidOutAt = now;
    this.graph.setMoment(this.timeline.index);
    this.graph.follow();
  }

  #announce(id) {
    const node = this.replay.byId.get(id);
    const reached = node.tactic === null ? "the root" : `reached by ${oneLine(node.tactic, 80)}`;
    setText(
      document.getElementById("announce"),
      `State ${id}, ${node.status.at(this.timeline.index)}, ${reached}, ${many(node.goals.length, "goal")}`,
    );
  }

  #fold(id) {
    if (!this.graph.toggle(id)) return;
    this.layoutStale = true;
    this.#render();
    this.graph.reveal(id);
  }

  #wire() {
    const best = () => {
      const id = this.replay.bestOpen(this.timeline.index);
      if (id === null) this.message("No state is open at this moment.");
      else this.select(id, { reveal: true, closer: true });
    };
    const fold = () => this.selected !== null && this.#fold(this.selected);
    const fit = () => this.graph.fit();
    const zoom = (factor) => this.graph.camera.zoomBy(factor);
    $("jump-best").addEventListener("click", best);
    $("collapse").addEventListener("click", fold);
    $("fit").addEventListener("click", fit);
    document.getElementById("zoom-in").addEventListener("click", () => zoom(1.3));
    document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
    $("message")
      .querySelector("button")
      .addEventListener("click", () => this.message(""));
    setUpSplitter(document.getElementById("splitter"), document.getElementById("work"));
    setUpKeys({
      active: () => !document.getElementById("search-view").hidden,
      neighbour: (key) => {
        const to = this.selected === null ? this.replay.nodes[0]?.id : this.graph.neighbour(this.selected, key);
        if (to !== null && to !== undefined) this.select(to, { reveal: true });
      },
      root: () => this.replay.nodes.length && this.select(this.replay.nodes[0].id, { reveal: true }),
      best,
      fold,
      fit,
      zoom,
      pan: (dx, dy) => this.graph.camera.panBy(dx, dy),
      play: () => this.timeline.toggle(),
      step: (by) => this.timeline.step(by),
      end: () => this.timeline.goLive(),
      pin: () => this.interactive && this.panel.pin.click(),
      prune: () => this.interactive && this.panel.prune.click(),
      help: setUpHelp(),
    });
  }
}
