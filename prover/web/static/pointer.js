// Mouse and touch on the graph panel.

export function listen(graph, picked, unfolded, hovered) {
  const { element } = graph;
  const place = (event) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  graph.component.onBackgroundClick((event) => {
    const id = graph.nearest(place(event));
    if (id !== null) picked(id);
  });
  element.addEventListener("dblclick", (event) => {
    const id = graph.nearest(place(event));
    if (id !== null) unfolded(id);
  });
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 18 : 1;
      graph.camera.zoomBy(2 ** (-event.deltaY * unit * (event.ctrlKey ? 0.012 : 0.0025)), place(event));
    },
    { passive: false },
  );
  const hover = (id, event) => {
    element.classList.toggle("pointing", id !== null);
    if (id !== graph.hover) {
      graph.hover = id;
      graph.redraw();
    }
    hovered(id, event);
  };
  element.addEventListener("pointermove", (event) => {
    if (event.buttons) graph.camera.touched = true;
    else hover(graph.nearest(place(event)), event);
  });
  element.addEventListener("pointerleave", (event) => hover(null, event));
}
