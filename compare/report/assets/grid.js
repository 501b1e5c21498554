// Claims by articles: filter, search, sort, and rows that come as the reader scrolls.
import { ask } from "./evidence.js";
import { byId, make, state } from "./page.js";

const table = document.querySelector(".grid");
export const bodies = [...table.tBodies].map((node, order) => ({
  node, order, flags: node.dataset.flags.split(" "),
  number: Number(node.id.slice(1)), carriers: Number(node.dataset.n), text: node.textContent.toLowerCase(),
}));
// Rows come as the reader scrolls: laying out hundreds at once would make typing stutter.
const PAGE = 12;
const end = make("div", {});
table.after(end);
let fitting = bodies;
let laid = bodies.map((body) => body.node);
const scrolled = new IntersectionObserver((seen) => {
  if (!seen.some((entry) => entry.isIntersecting) || laid.length >= fitting.length) return;
  lay(laid.length + PAGE);
  // Asked again, it tells whether the end is still in sight.
  scrolled.unobserve(end);
  scrolled.observe(end);
}, { root: table.parentNode, rootMargin: "300px" });
scrolled.observe(end);

function lay(most) {
  if (laid.length >= fitting.length) return;
  const next = fitting.slice(laid.length, most).map((body) => body.node);
  table.append(...next);
  laid.push(...next);
}

let asked = "";
export function grid(revealed, most = PAGE) {
  const question = JSON.stringify([state.filter, state.q, state.sort, revealed?.order, most]);
  if (question === asked) return;
  asked = question;
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const by = { order: (body) => body.number, carriers: (body) => -body.carriers, importance: () => 0 }[state.sort];
  const fits = (body) => (!state.filter || body.flags.includes(state.filter)) && words.every((word) => body.text.includes(word));
  fitting = bodies.filter(fits).sort((a, b) => by(a) - by(b) || a.order - b.order);
  for (const node of laid) node.remove();
  laid = [];
  lay(Math.max(most, fitting.indexOf(revealed) + 1));
  table.parentNode.scrollTop = 0;
  byId("count").textContent = `${fitting.length} of ${bodies.length} claims`;
  byId("nothing").hidden = fitting.length > 0;
}

table.addEventListener("toggle", (happened) => {
  const list = happened.target.closest("tbody").querySelector(".evidence");
  if (happened.target.open) ask(list, [...list.children].map((row) => row.dataset.at));
}, true);
