// Search, filters and sort over the list of events; the list reads without them.
const byId = (id) => document.getElementById(id);
const list = document.querySelector(".events");
const words = JSON.parse(byId("data").textContent).words ?? [];
const FIELDS = { q: "search", source: "source", from: "from", to: "to", sort: "sort" };
// Results come as the reader scrolls: laying out thousands at once would make typing stutter.
const PAGE = 40;

function listen() {
  const items = [...list.children].map((node, order) => ({
    node, order, text: `${node.textContent.toLowerCase()} ${words[order] ?? ""}`,
    sources: `, ${node.querySelector(".outlets").textContent}, `, ...node.dataset,
  }));
  const given = new URLSearchParams(location.hash.slice(1));
  for (const [key, id] of Object.entries(FIELDS)) if (given.has(key)) byId(id).value = given.get(key);
  const sort = byId("sort");
  if (!sort.value) sort.value = "worth";
  if (!byId("source").value) byId("source").value = "";
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

  // An event of unknown date fits no day.
  const within = (item, from, to) => (!from || item.end.slice(0, 10) >= from) && (!to || (item.start && item.start.slice(0, 10) <= to));

  function show() {
    const [q, source, from, to] = ["search", "source", "from", "to"].map((id) => byId(id).value);
    const asked = q.toLowerCase().split(/\s+/).filter(Boolean);
    fitting = items.filter((item) => asked.every((word) => item.text.includes(word)) && (!source || item.sources.includes(`, ${source}, `)) && within(item, from, to));
    for (const node of laid) node.remove();
    laid = [];
    lay();
    byId("count").textContent = `${fitting.length} of ${items.length}`;
    byId("nothing").hidden = fitting.length > 0;
    const next = new URLSearchParams();
    for (const [key, id] of Object.entries(FIELDS)) if (byId(id).value && byId(id).value !== "worth") next.set(key, byId(id).value);
    history.replaceState(null, "", `#${next}`);
  }

  function order() {
    const by = { worth: () => 0, start: (item) => -Date.parse(item.start.slice(0, 10) || "0001-01-01"), articles: (item) => -item.articles }[sort.value];
    items.sort((a, b) => by(a) - by(b) || a.order - b.order);
    show();
  }

  document.querySelector(".tools").hidden = false;
  for (const id of ["search", "source", "from", "to"]) byId(id).addEventListener("input", show);
  sort.addEventListener("change", order);
  addEventListener("beforeprint", () => { while (laid.length < fitting.length) lay(); });
  // A link to an article below the list keeps its place in the URL.
  if (byId(location.hash.slice(1))) byId(location.hash.slice(1)).scrollIntoView();
  else order();
}

if (list) listen();
