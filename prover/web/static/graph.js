// The graph panel: a force-graph canvas whose nodes stand where the layout says.

import { Camera } from "./camera.js";
import { COLUMN, layOut } from "./layout.js";
import { colours, drawNode } from "./paint.js";
import { listen } from "./pointer.js";
import { drawBehind, drawInFront, inView, lookAt, radius } from "./scene.js";

const FRAMES_KEPT = 600;

export class Graph {
  /* `picked(id)`, `unfolded(id)`: a node was clicked, clicked twice; `hovered(id or null, event)`. */
  constructor(element, { picked, unfolded, hovered }) {
    this.element = element;
    this.family = getComputedStyle(document.body).getPropertyValue("--mono");
    this.frameTimes = [];
    this.drawTimes = [];
    this.reset();
    this.component = ForceGraph()(element)
      .nodeLabel(null)
      .linkLabel(null)
      .enablePointerInteraction(false)
      .enableNodeDrag(false)
      .cooldownTicks(0)
      .autoPauseRedraw(true)
      .nodeVisibility((node) => node.shown && inView(node, this.view))
      .nodeCanvasObject((node, ctx, k) => drawNode(ctx, node, k, radius(this, node, k), this.colour))
      .onRenderFramePre((ctx, k) => {
        this.drawBegun = performance.now();
        this.view = lookAt(this, k);
        drawBehind(this, ctx, k);
      })
      .onRenderFramePost((ctx, k) => {
        drawInFront(this, ctx, k);
        this.#measure();
      });
    for (const force of ["link", "charge", "center", "dagRadial"]) this.component.d3Force(force, null);
    this.camera = new Camera(this.component, () => this.#place());
    this.colour = colours();
    new ResizeObserver(() => this.#resize()).observe(element);
    this.#resize();
    listen(this, picked, unfolded, hovered);
  }

  // Another search.
  reset() {
    this.views = new Map(); // id → what is drawn of a node
    this.listed = [];
    this.treeEdges = [];
    this.otherEdges = new Map(); // "from>to" → {from, to, at, attempt}
    this.hidden = new Map();
    this.collapsed = new Set();
    this.selected = null;
    this.hover = null;
    this.found = new Set();
    this.proof = null;
    this.k = 0;
    this.component?.graphData({ nodes: [], links: [] });
    if (this.camera) this.camera.touched = false;
  }

  // The log has grown, or subtrees were collapsed: place everything anew.
  setTree(replay) {
    this.replay = replay;
    const { places, hidden } = layOut(replay.nodes[0], this.collapsed);
    this.hidden = hidden;
    this.listed = [];
    let [deepest, top, bottom] = [0, 0, 0];
    for (const node of replay.nodes) {
      const place = places.get(node.id);
      let view = this.views.get(node.id);
      if (!view) this.views.set(node.id, (view = { id: node.id, node, shown: false, status: "open", x: 0, y: 0, waysTaken: 0 }));
      view.placed = place !== undefined;
      if (!view.placed) continue;
      view.u = place.depth * COLUMN;
      view.fy = view.y = place.y;
      deepest = Math.max(deepest, place.depth);
      top = Math.min(top, place.y);
      bottom = Math.max(bottom, place.y);
      this.listed.push(view);
    }
    this.listed.sort((a, b) => a.u - b.u || a.y - b.y);
    this.treeEdges = this.listed
      .filter((view) => view.node.from !== null)
      .map((to) => ({ from: this.views.get(to.node.from), to }));
    this.treeEdges.sort((a, b) => a.from.u - b.from.u || a.from.y - b.from.y || a.to.y - b.to.y);
    this.#place();
    this.camera.setExtent(deepest, bottom - top);
    this.component.graphData({ nodes: this.listed, links: [] });
  }

  // The moment after k events.
  setMoment(k) {
    this.k = k;
    const { replay } = this;
    if (!replay) return;
    const count = replay.shown(k);
    replay.nodes.forEach((node, i) => {
      const view = this.views.get(node.id);
      if (!view) return;
      view.shown = i < count;
      if (!view.shown) return;
      view.status = node.status.at(k);
      view.merged = node.waysAt.length > 0 && node.waysAt[0] < k;
      view.byPerson = node.byPerson;
      view.pinned = node.pinned.at(k);
      view.prunedHere = node.pruned.at(k);
    });
    this.#takeWays();
    const known = replay.proof !== null && replay.proof.at < k;
    this.proof = known ? new Map(replay.proof.steps.map(({ node, attempt }) => [node, attempt])) : null;
    this.redraw();
  }

  select(id) {
    this.selected = id;
    this.redraw();
  }

  setFound(ids) {
    this.found = ids;
    this.redraw();
  }

  // Fold what lies below a node away, or out again; true if there is anything to fold.
  toggle(id) {
    const { node } = this.views.get(id) ?? {};
    if (!node || node.children.length === 0) return false;
    if (!this.collapsed.delete(id)) this.collapsed.add(id);
    return true;
  }

  // Open up all that hides a node; true if anything did.
  uncover(id) {
    let any = false;
    for (let at = this.views.get(id)?.node.from; at !== null && at !== undefined; at = this.views.get(at).node.from) {
      any = this.collapsed.delete(at) || any;
    }
    return any;
  }

  fit() {
    this.camera.fit(this.listed.filter((view) => view.shown));
    this.redraw();
  }

  // Follow a growing graph, unless a person has looked elsewhere.
  follow() {
    if (!this.camera.touched) this.fit();
  }

  reveal(id, closer = false) {
    const view = this.views.get(id);
    if (!view?.placed) return;
    if (closer && this.camera.k < 0.7) {
      this.camera.look(view.u, view.y, 0.9);
      this.camera.touched = true;
    } else this.camera.reveal(view.u, view.y);
    this.redraw();
  }

  screen(id) {
    const view = this.views.get(id);
    if (!view?.placed || !view.shown) return null;
    const at = this.camera.toScreen(view.u, view.y);
    const box = this.element.getBoundingClientRect();
    return { x: box.left + at.x, y: box.top + at.y };
  }

  // The node nearest to a pointer's place in the panel, if it is near enough.
  nearest(at) {
    let best = null;
    let distance = 14;
    for (const view of this.listed) {
      if (!view.shown) continue;
      const { x, y } = this.camera.toScreen(view.u, view.y);
      const away = Math.hypot(x - at.x, y - at.y);
      if (away < distance) [best, distance] = [view.id, away];
    }
    return best;
  }

  // The node an arrow key leads to.
  neighbour(id, key) {
    const view = this.views.get(id);
    if (!view?.placed) return this.listed[0]?.id ?? null;
    if (key === "ArrowLeft") return view.node.from ?? id;
    const to = (list) => list.map((one) => this.views.get(one.id)).filter((one) => one?.placed && one.shown);
    if (key === "ArrowRight") {
      const children = to(view.node.children).sort((a, b) => Math.abs(a.y - view.y) - Math.abs(b.y - view.y));
      return children[0]?.id ?? id;
    }
    const column = this.listed.filter((one) => one.u === view.u && one.shown);
    return column[column.indexOf(view) + (key === "ArrowDown" ? 1 : -1)]?.id ?? id;
  }

  recolour() {
    this.colour = colours();
    this.redraw();
  }

  redraw() {
    this.component?.nodeRelSize(4); // any setting makes the component draw its next frame
  }

  frames() {
    const figures = (list) => {
      const sorted = [...list].sort((a, b) => a - b);
      const part = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? null;
      return { median: part(0.5), p95: part(0.95), max: sorted.at(-1) ?? null };
    };
    const intervals = this.frameTimes
      .slice(1)
      .map((t, i) => t - this.frameTimes[i])
      .filter((gap) => gap < 500);
    return { count: this.drawTimes.length, draw_ms: figures(this.drawTimes), interval_ms: figures(intervals) };
  }

  // Within

  #place() {
    for (const view of this.listed) view.fx = view.x = view.u * this.camera.stretch;
  }

  // Further ways into states, one for each pair of states, as far as both are laid out.
  #takeWays() {
    for (const node of this.replay.nodes) {
      const to = this.views.get(node.id);
      if (!to) break;
      while (to.waysTaken < node.waysIn.length) {
        const { source, attempt, at } = node.waysIn[to.waysTaken];
        const from = this.views.get(source);
        if (!from) break;
        to.waysTaken += 1;
        const key = `${source}>${node.id}`;
        if (from === to || source === node.from || this.otherEdges.has(key)) continue;
        this.otherEdges.set(key, { from, to, at, attempt });
      }
    }
  }

  #measure() {
    const now = performance.now();
    this.frameTimes.push(now);
    this.drawTimes.push(now - this.drawBegun);
    if (this.frameTimes.length > FRAMES_KEPT) {
      this.frameTimes.shift();
      this.drawTimes.shift();
    }
  }

  #resize() {
    const { clientWidth, clientHeight } = this.element;
    if (!clientWidth || !clientHeight) return;
    this.component.width(clientWidth).height(clientHeight);
    this.camera.setExtent();
    this.follow();
    this.redraw();
  }
}
