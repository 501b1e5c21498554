// What every part of the event page uses: its data, its articles, and what is shown. All text goes in as text.
export const data = JSON.parse(document.getElementById("data").textContent);
export const byId = (id) => document.getElementById(id);
export const make = (name, props = {}, ...children) => {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children);
  return node;
};
// Article and statement of an id such as a3s1, counted from 0.
export const place = (id) => { const [article, at] = id.slice(1).split("s").map(Number); return [article - 1, at]; };
export const DEFAULTS = { filter: "", q: "", sort: "importance", base: "a1", left: "0", right: byId("right").value, fold: "1", fix: "" };
export const state = { ...DEFAULTS };
export const papersOf = [...document.querySelectorAll(".paper")];
export const statements = (article) => [...papersOf[article].querySelectorAll(".st")].map((node) => Number(node.id.split("s")[1]));

export function said(article, at) {
  const node = byId(`a${article + 1}s${at}`);
  if (!node) return "";
  const copy = node.cloneNode(true);
  copy.querySelector(".badge")?.remove();
  return copy.textContent;
}
