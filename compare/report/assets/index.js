"use strict";
// Search and sort over the list of events; the list reads without it.
(() => {
  const tools = document.querySelector(".tools");
  const list = document.querySelector(".events");
  if (!list) return;
  tools.hidden = false;
  const items = [...list.children].map((node, order) => ({ node, order, text: node.textContent.toLowerCase() }));
  const search = document.getElementById("search");
  const sort = document.getElementById("sort");
  const state = new URLSearchParams(location.hash.slice(1));
  search.value = state.get("q") || "";
  if (state.get("sort")) sort.value = state.get("sort");

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const fits = words.every((word) => item.text.includes(word));
      item.node.hidden = !fits;
      shown += fits;
    }
    document.getElementById("count").textContent = `${shown} of ${items.length}`;
    document.getElementById("nothing").hidden = shown > 0;
    const next = new URLSearchParams();
    if (search.value) next.set("q", search.value);
    if (sort.value !== "articles") next.set("sort", sort.value);
    history.replaceState(null, "", `#${next}`);
  }

  function order() {
    const key = sort.value;
    const value = (item) => (key === "start" ? item.node.dataset.start : Number(item.node.dataset[key]));
    items.sort((a, b) => (value(a) < value(b) ? 1 : value(a) > value(b) ? -1 : a.order - b.order));
    list.append(...items.map((item) => item.node));
    show();
  }

  search.addEventListener("input", show);
  sort.addEventListener("change", order);
  order();
})();
