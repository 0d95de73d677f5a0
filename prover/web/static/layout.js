// Where nodes stand: a tidy tree of first ways, root left; computed for the whole log, so that scrubbing moves nothing.

export const COLUMN = 190;
export const ROW = 22;

/*
 * Positions of what is not hidden below a collapsed node: Map id → {depth, y}, and Map id → the ids that lie hidden below.
 * A person's tactic adds at the end of its siblings, as any other does.
 */
export function layOut(root, collapsed) {
  const places = new Map();
  const hidden = new Map();
  if (!root) return { places, hidden };
  const tree = d3.hierarchy(root, (node) => (collapsed.has(node.id) ? null : node.children));
  d3
    .tree()
    .nodeSize([ROW, 1])
    .separation((a, b) => (a.parent === b.parent ? 1 : 1.35))(tree);
  tree.each((at) => {
    places.set(at.data.id, { depth: at.depth, y: at.x });
    if (collapsed.has(at.data.id)) hidden.set(at.data.id, below(at.data));
  });
  return { places, hidden };
}

// All nodes below one in the tree, as ids.
function below(node) {
  const found = [];
  const stack = [...node.children];
  while (stack.length) {
    const next = stack.pop();
    found.push(next.id);
    for (const child of next.children) stack.push(child);
  }
  return found;
}
