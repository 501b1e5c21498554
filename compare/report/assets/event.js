// The event page: its views, its state in the URL, its links, its print.
import { papers } from "./articles.js";
import { restore } from "./corrections.js";
import { bodies, grid } from "./grid.js";
import { byId, DEFAULTS, papersOf, state } from "./page.js";
import "./live.js";
import { pair } from "./pair.js";

const main = byId("main");
const VIEWS = [...document.querySelectorAll(".view")].map((section) => section.id);
const FIELDS = { filter: "filter", q: "search", sort: "sort", base: "base", left: "left", right: "right" };
let view = "brief";
let shown;
let revealed;

// --- state in the URL: #claims?filter=only&q=word, or the id of a claim or statement
function read() {
  shown = location.hash;
  const [target, query] = shown.slice(1).split("?");
  revealed = bodies.find((body) => body.node.id === target);
  const node = revealed?.node ?? byId(target);
  const given = new URLSearchParams(query || "");
  for (const key of Object.keys(DEFAULTS)) if (given.has(key)) state[key] = given.get(key);
  const section = node?.closest(".view");
  if (section) view = section.id;
  if (!target) view = "brief";
  const paper = node?.closest(".paper");
  if (paper) state.base = paper.id;
  if (revealed) reveal(node);
  apply();
  if (VIEWS.includes(target)) {
    write();
    scrollTo({ top: Math.min(scrollY, main.offsetTop - main.previousElementSibling.offsetHeight), behavior: "instant" });
  } else if (node) node.scrollIntoView({ block: paper === node || revealed ? "start" : "center" });
}

function write() {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(DEFAULTS)) if (state[key] !== value) query.set(key, state[key]);
  const text = query.toString();
  history.replaceState(null, "", `#${view}${text ? `?${text}` : ""}`);
  shown = location.hash;
}

function reveal(body) {
  view = "claims";
  state.filter = "";
  state.q = "";
  body.querySelector("details").open = true;
}

function apply() {
  for (const id of VIEWS) byId(id).hidden = id !== view;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const [key, id] of Object.entries(FIELDS)) {
    const field = byId(id);
    field.value = state[key];
    // What the URL asks for may not be on the list.
    if (field.value !== state[key]) field.value = state[key] = DEFAULTS[key];
  }
  byId("fold").checked = state.fold === "1";
  if (view === "claims") grid(revealed);
  if (view === "articles") papers();
  if (view === "pair") pair();
}

// --- the page listens
for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;
for (const [key, id] of Object.entries(FIELDS)) {
  byId(id).addEventListener("input", (happened) => { state[key] = happened.target.value; apply(); write(); });
}
byId("fold").addEventListener("change", (happened) => { state.fold = happened.target.checked ? "1" : "0"; apply(); write(); });
// A link into the page shows its place at once; the event that tells of it comes only later.
document.addEventListener("click", (happened) => {
  const link = happened.target.closest('a[href^="#"]');
  if (!link || happened.ctrlKey || happened.metaKey || happened.shiftKey || link.className === "skip") return;
  happened.preventDefault();
  location.hash = link.getAttribute("href");
  read();
});
addEventListener("hashchange", () => { if (location.hash !== shown) read(); });
// On paper nothing can be opened: all is laid out, and folded again afterwards.
let opened = [];
addEventListener("beforeprint", () => {
  grid(revealed, Infinity);
  for (const paper of papersOf) paper.hidden = false;
  opened = [...document.querySelectorAll("#brief details:not([open]), #added details:not([open]), #pair details:not([open])")];
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
  apply();
});
read();
restore();
// Under an open dialog nothing moves: its button has the focus.
let due = false;
document.addEventListener("corrected", () => {
  write();
  due = byId("evidence").open;
  if (!due) apply();
});
byId("evidence").addEventListener("close", () => {
  if (due) apply();
  due = false;
});
// The first look at the grid should find its few rows laid out already.
requestIdleCallback(() => grid(revealed));
