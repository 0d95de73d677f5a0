/*
 * What an event log says of every moment of its search.  No page in here: events in, histories out.
 *
 * A moment `k` is that after the first k events.  Each node keeps what changed about it and after which event, so
 * that any moment is read off by binary search; appending an event never touches the past.
 */

// How many of a sorted list's numbers are less than k.
export function countBelow(list, k) {
  let low = 0;
  let high = list.length;
  if (high === 0 || list[high - 1] < k) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < k) low = middle + 1;
    else high = middle;
  }
  return low;
}

// A value that changes as events come, and what it was at any moment.
export class History {
  constructor(initial) {
    this.initial = initial;
    this.when = [];
    this.what = [];
  }

  set(event, value) {
    const last = this.when.length - 1;
    if (last >= 0 && this.when[last] === event) this.what[last] = value;
    else {
      this.when.push(event);
      this.what.push(value);
    }
  }

  at(k) {
    const n = countBelow(this.when, k);
    return n === 0 ? this.initial : this.what[n - 1];
  }

  get last() {
    return this.what.length === 0 ? this.initial : this.what[this.what.length - 1];
  }
}

class Node {
  constructor(event, index) {
    this.id = event.node;
    this.goals = event.goals;
    this.created = index;
    this.from = event.parent;
    this.tactic = event.tactic;
    this.byPerson = false;
    this.status = new History("open");
    this.path = new History(null); // {parent, logprob, depth, via}, of the best way from the root
    this.pinned = new History(false);
    this.pruned = new History(false);
    this.counterModel = new History(null);
    this.attempts = [];
    this.attemptsAt = [];
    this.children = []; // in the tree of first ways
    this.firstAttempt = null; // that created it
    this.waysIn = []; // [{source, attempt, at}], but for the first
    this.waysAt = [];
  }
}

const LIVE = new Set(["open", "expanding", "expanded"]);

export class Replay {
  constructor() {
    this.times = [];
    this.nodes = []; // in the order of their creation
    this.byId = new Map();
    this.createdAt = [];
    this.tacticsAt = [];
    this.expansionsAt = [];
    this.paused = new History(false);
    this.pausedFor = new History(0);
    this.started = null;
    this.ended = null;
    this.endedAt = Infinity;
    this.proof = null; // {at, steps: [{node, attempt}], tactics}
    this.lastSeq = -1;
  }

  get length() {
    return this.times.length;
  }

  // Take in the next event; false if it was there already.
  append(event) {
    if (event.seq <= this.lastSeq) return false;
    this.lastSeq = event.seq;
    const index = this.times.length;
    this.times.push(event.t);
    switch (event.kind) {
      case "search_started":
        this.started = event;
        break;
      case "node_created":
        this.#create(event, index);
        break;
      case "tactic_tried":
        this.#tried(event, index);
        break;
      case "node_selected":
        if (!event.again) this.expansionsAt.push(index);
        this.#restate(event.node, index, (status) => (LIVE.has(status) || status === "failed" ? "expanding" : status));
        break;
      case "node_expanded":
        this.#restate(event.node, index, (status) => (status === "expanding" || status === "open" ? "expanded" : status));
        break;
      case "expansion_broken_off":
        this.#restate(event.node, index, (status) => (status === "expanding" ? "open" : status));
        break;
      case "node_closed":
      case "node_reopened":
        this.#restate(event.node, index, () => event.status);
        break;
      case "node_pinned":
        this.byId.get(event.node)?.pinned.set(index, event.pinned);
        break;
      case "node_pruned":
        this.byId.get(event.node)?.pruned.set(index, event.pruned);
        break;
      case "node_refuted":
        this.byId.get(event.node)?.counterModel.set(index, event.counter_model);
        break;
      case "search_paused":
        if (!event.paused) {
          // the first may end a pause from the very beginning
          const since = this.paused.when.length ? this.times[this.paused.when.at(-1)] : 0;
          this.pausedFor.set(index, this.pausedFor.last + event.t - since);
        }
        this.paused.set(index, event.paused);
        break;
      case "proof_found":
        this.proof = { at: index, tactics: event.tactics, steps: this.#walk(event.tactics) };
        break;
      case "search_ended":
        this.ended = event;
        this.endedAt = index;
        break;
      default: // `node_merged` is told again by its `tactic_tried`
    }
    return true;
  }

  // Of a moment

  shown(k) {
    return countBelow(this.createdAt, k);
  }

  time(k) {
    return k === 0 ? 0 : this.times[k - 1];
  }

  // The first moment at which everything that happened up to second t has happened.
  momentOf(t) {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] <= t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  usage(k) {
    if (k > this.endedAt) return { ...this.ended.usage, seconds: this.ended.usage.seconds_total - this.pausedFor.at(k) };
    const t = this.time(k);
    const standing = this.paused.at(k) ? t - this.times[this.paused.when[countBelow(this.paused.when, k) - 1]] : 0;
    return {
      seconds: t - this.pausedFor.at(k) - standing,
      tactics: countBelow(this.tacticsAt, k),
      expansions: countBelow(this.expansionsAt, k),
      nodes: this.shown(k),
    };
  }

  tried(node, k) {
    return countBelow(node.attemptsAt, k);
  }

  // The steps of the best path to a node: [{node, attempt}], the last of them leading into it.
  pathTo(node, k) {
    const steps = [];
    for (let at = node.path.at(k); at && at.via; at = this.byId.get(at.parent).path.at(k)) {
      steps.push({ node: at.parent, attempt: at.via });
    }
    return steps.reverse();
  }

  // The open node that promises most; one being expanded if none waits.  A node put off promises no more than the last
  // tactic that was tried there: what is left is less probable.
  bestOpen(k) {
    for (const wanted of ["open", "expanding"]) {
      let best = null;
      for (let i = 0, n = this.shown(k); i < n; i++) {
        const node = this.nodes[i];
        if (node.status.at(k) !== wanted) continue;
        const logprob = node.path.at(k).logprob + this.#lastTried(node, k);
        if (best === null || logprob > best.logprob) best = { id: node.id, logprob };
      }
      if (best !== null) return best.id;
    }
    return null;
  }

  #lastTried(node, k) {
    for (let i = countBelow(node.attemptsAt, k) - 1; i >= 0; i--) {
      if (node.attempts[i].source !== "user") return node.attempts[i].logprob;
    }
    return 0;
  }

  // Of what one event means

  #create(event, index) {
    const node = new Node(event, index);
    this.nodes.push(node);
    this.createdAt.push(index);
    this.byId.set(node.id, node);
    const { parent, logprob, depth } = event;
    node.path.set(index, { parent, logprob, depth, via: null });
    if (parent !== null) this.byId.get(parent)?.children.push(node);
  }

  #tried(event, index) {
    this.tacticsAt.push(index);
    const source = this.byId.get(event.node);
    if (!source) return;
    source.attempts.push(event);
    source.attemptsAt.push(index);
    const child = event.child === null ? null : this.byId.get(event.child);
    if (!child) return;
    if (child.firstAttempt === null && child.from === source.id && child.path.last.via === null) {
      child.firstAttempt = child.path.last.via = event;
      child.byPerson = event.source === "user";
    } else {
      child.waysIn.push({ source: source.id, attempt: event, at: index });
      child.waysAt.push(index);
      this.#improve(source, event, index);
    }
  }

  // A new edge may make the best path better, of its target and of whatever lies below.
  #improve(source, attempt, index) {
    const queue = [[source, attempt]];
    for (let i = 0; i < queue.length; i++) {
      const [from, via] = queue[i];
      const target = this.byId.get(via.child);
      const old = target.path.last;
      const above = from.path.last;
      const logprob = above.logprob + via.logprob;
      const depth = above.depth + 1;
      const same = logprob === old.logprob && depth === old.depth;
      const worse = logprob < old.logprob || (logprob === old.logprob && depth > old.depth);
      if (same || (worse && old.via !== via)) continue;
      target.path.set(index, { parent: from.id, logprob, depth, via });
      for (const out of target.attempts) if (out.child !== null) queue.push([target, out]);
    }
  }

  #restate(id, index, next) {
    const history = this.byId.get(id)?.status;
    if (history) history.set(index, next(history.last));
  }

  // From the root by tactics to the one that closes the proof; the same tactic may have been tried twice at a node.
  #walk(tactics) {
    const from = (node, i) => {
      for (const attempt of node.attempts) {
        if (attempt.tactic !== tactics[i]) continue;
        if (i === tactics.length - 1) {
          if (attempt.outcome === "proved") return [{ node: node.id, attempt }];
        } else if (attempt.child !== null) {
          const rest = from(this.byId.get(attempt.child), i + 1);
          if (rest) return [{ node: node.id, attempt }, ...rest];
        }
      }
      return null;
    };
    return (this.nodes.length && from(this.nodes[0], 0)) || [];
  }
}
