// Search and sort over the list of events; the list reads without it.
const byId = (id) => document.getElementById(id);
const list = document.querySelector(".events");
// Results come as the reader scrolls: laying out thousands at once would make typing stutter.
const PAGE = 40;

function listen() {
  const items = [...list.children].map((node, order) => ({ node, order, text: node.textContent.toLowerCase() }));
  const search = byId("search");
  const sort = byId("sort");
  const state = new URLSearchParams(location.hash.slice(1));
  search.value = state.get("q") ?? "";
  if (state.has("sort")) sort.value = state.get("sort");
  if (!sort.value) sort.value = "articles";
  let fitting = items;
  let laid = items.map((item) => item.node);
  const end = document.createElement("div");
  list.after(end);

  function lay() {
    const next = fitting.slice(laid.length, laid.length + PAGE).map((item) => item.node);
    list.append(...next);
    laid.push(...next);
  }
  const scrolled = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting) || laid.length >= fitting.length) return;
    lay();
    // Asked again, it tells whether the end is still in sight.
    scrolled.unobserve(end);
    scrolled.observe(end);
  }, { rootMargin: "800px" });
  scrolled.observe(end);

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    fitting = items.filter((item) => words.every((word) => item.text.includes(word)));
    for (const node of laid) node.remove();
    laid = [];
    lay();
    byId("count").textContent = `${fitting.length} of ${items.length}`;
    byId("nothing").hidden = fitting.length > 0;
    const next = new URLSearchParams();
    if (search.value) next.set("q", search.value);
    if (sort.value !== "articles") next.set("sort", sort.value);
    history.replaceState(null, "", `#${next}`);
  }

  function order() {
    const key = sort.value;
    const value = (item) => (key === "start" ? item.node.dataset.start : Number(item.node.dataset[key]));
    const down = (a, b) => (value(a) < value(b) ? 1 : -1);
    items.sort((a, b) => (value(a) === value(b) ? a.order - b.order : down(a, b)));
    show();
  }

  document.querySelector(".tools").hidden = false;
  search.addEventListener("input", show);
  sort.addEventListener("change", order);
  addEventListener("beforeprint", () => { while (laid.length < fitting.length) lay(); });
  order();
}

if (list) listen();
