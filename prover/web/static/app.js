// The page: a run's table or one search, by the address's hash.

import { getJSON } from "./api.js";
import { setText, show } from "./dom.js";
import { SearchView } from "./search.js";
import { RunTable } from "./table.js";
import { setUpTheme } from "./theme.js";

const tableView = document.getElementById("table-view");
const searchView = document.getElementById("search-view");
const fatal = document.getElementById("fatal");

function tellFatal(words) {
  setText(fatal, words ?? "");
  show(fatal, Boolean(words));
}

let search = null;
let table = null;
let leave = new AbortController();
let ready = Promise.resolve();

async function openSearch(id, alone, signal) {
  show(tableView, false);
  show(searchView, true);
  search ??= new SearchView();
  await search.open(id, alone, signal);
}

async function openTable(info, signal) {
  show(searchView, false);
  show(tableView, true);
  document.title = `${info.title} · proof searches`;
  table ??= new RunTable((id) => {
    location.hash = `#/search/${encodeURIComponent(id)}`;
  }, tellFatal);
  await new Promise((arrived) => {
    table.arrived = arrived;
    signal.addEventListener("abort", arrived, { once: true });
    table.show(info.title, signal);
  });
}

async function route(info) {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  tellFatal(null);
  const wanted = /^#\/search\/(.+)$/.exec(location.hash);
  try {
    const live = info.mode === "live";
    if (live || wanted) await openSearch(wanted ? decodeURIComponent(wanted[1]) : "live", live, signal);
    else await openTable(info, signal);
  } catch (error) {
    if (!signal.aborted) tellFatal(error.message);
  }
}

async function start() {
  setUpTheme(() => search?.recolour());
  const info = await getJSON("api/info");
  const go = () => (ready = route(info));
  addEventListener("hashchange", go);
  await go();
}

// For tests, and for whoever opens the console.
window.proverView = {
  get ready() {
    return ready;
  },
  nodes: () => search.replay.nodes.slice(0, search.replay.shown(search.timeline.index)).map((node) => node.id),
  status: (id) => {
    const node = search.replay.byId.get(id);
    return node && node.created < search.timeline.index ? node.status.at(search.timeline.index) : null;
  },
  select: (id) => search.select(id),
  selected: () => search.selected,
  screen: (id) => search.graph.screen(id),
  moment: () => ({ index: search.timeline.index, count: search.replay.length, seq: search.timeline.index - 1 }),
  seek: (index) => search.seek(index),
  frames: () => search.graph.frames(),
};

ready = start().catch((error) => tellFatal(`The view cannot be shown: ${error.message}`));
