// What the stages of a proof with words have come to, from their events: searches, drafts, sketches and their holes.

const search = (id) => ({ id, begun: false, reused: false, ended: null });

function take(tree, event) {
  const draft = tree.drafts.find((one) => one.draft === event.draft);
  const sketch = tree.sketches.find((one) => one.sketch === event.sketch);
  switch (event.kind) {
    case "words_started":
      tree.started = event;
      break;
    case "draft_written":
      tree.drafts.push({ ...event, run: null, chosen: null });
      break;
    case "program_ended":
      if (draft) draft.run = event;
      break;
    case "draft_chosen":
      if (draft) draft.chosen = event;
      break;
    case "sketch_written":
      tree.sketches.push({ ...event, refused: null, source: null, holes: [], ended: null });
      break;
    case "sketch_refused":
      if (sketch) sketch.refused = event.message;
      break;
    case "sketch_read":
      if (!sketch) break;
      sketch.source = event.source;
      sketch.holes = event.holes.map((hole, i) => ({ ...hole, search: search(`${event.sketch}_${i}`) }));
      break;
    case "search_begun":
      Object.assign(searchOf(tree, event.search) ?? {}, { begun: true, reused: false, ended: null });
      break;
    case "search_ended":
      Object.assign(searchOf(tree, event.search) ?? {}, { reused: event.reason === "reused", ended: event });
      break;
    case "sketch_ended":
      if (sketch) sketch.ended = event;
      break;
    case "writer_failed":
      tree.trouble.push(event.message);
      break;
    case "words_ended":
      tree.ended = event;
      break;
  }
}

function searchOf(tree, id) {
  if (id === "root") return tree.root;
  for (const { holes } of tree.sketches) for (const hole of holes) if (hole.search.id === id) return hole.search;
  return null;
}

export function stageTree(events) {
  const tree = { started: null, root: search("root"), drafts: [], sketches: [], trouble: [], ended: null };
  for (const event of events) take(tree, event);
  return tree;
}

// The sketches that mend this one; for `null`, those that mend none that is there.
export const mending = ({ sketches }, number) =>
  sketches.filter(({ mends }) => (sketches.some((one) => one.sketch === mends) ? mends === number : number === null));

// Its `status` for colours, and the words for it; `over`: nothing more will come.
export function searchStatus({ begun, reused, ended }, over, open = "open") {
  const status = ended?.proved ? "proved" : open.replace(" ", "-");
  if (ended) return { status, words: reused ? "reused" : ended.proved ? "proved" : open };
  if (begun) return over ? { status, words: "cut short" } : { status: "searching", words: "searching" };
  return { status: "none", words: over ? "not searched" : "waiting" };
}

export function sketchStatus(sketch, over) {
  if (sketch.refused !== null) return { status: "failed", words: "refused" };
  if (sketch.ended) {
    return { status: { proved: "proved", open: "open" }[sketch.ended.status] ?? "failed", words: sketch.ended.status };
  }
  if (sketch.source === null) return { status: over ? "none" : "searching", words: over ? "not read" : "being read" };
  if (over || !sketch.holes.some(({ search: { begun } }) => begun)) return { status: "none", words: "accepted" };
  return { status: "searching", words: "closing its holes" };
}
