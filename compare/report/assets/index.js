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

  // A page of results at a time: laying out thousands would make typing stutter.
  const PAGE = 60;
  const more = document.createElement("button");
  more.type = "button";
  more.addEventListener("click", () => show(Infinity));
  list.after(more);

  function show(most = PAGE) {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = items.filter((item) => words.every((word) => item.text.includes(word)));
    list.replaceChildren(...fitting.slice(0, most).map((item) => item.node));
    more.hidden = fitting.length <= most;
    more.textContent = `Show all ${fitting.length}`;
    document.getElementById("count").textContent = `${fitting.length} of ${items.length}`;
    document.getElementById("nothing").hidden = fitting.length > 0;
    const next = new URLSearchParams();
    if (search.value) next.set("q", search.value);
    if (sort.value !== "articles") next.set("sort", sort.value);
    history.replaceState(null, "", `#${next}`);
  }

  function order() {
    const key = sort.value;
    const value = (item) => (key === "start" ? item.node.dataset.start : Number(item.node.dataset[key]));
    items.sort((a, b) => (value(a) < value(b) ? 1 : value(a) > value(b) ? -1 : a.order - b.order));
    show();
  }

  search.addEventListener("input", () => show());
  sort.addEventListener("change", order);
  addEventListener("beforeprint", () => show(Infinity));
  order();
})();
