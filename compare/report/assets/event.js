"use strict";
// Views, filters, side by side of any two, evidence and corrections. All text goes in as text.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const make = (name, props = {}, ...children) => {
    const node = Object.assign(document.createElement(name), props);
    node.append(...children);
    return node;
  };
  const VIEWS = ["added", "claims", "articles", "pair"];
  const controls = { filter: "", q: "", sort: "carriers", base: "a1", left: "0", right: "1", fold: "1" };
  const fields = { filter: "filter", q: "search", sort: "sort", base: "base", left: "left", right: "right" };
  const corrections = new Map();
  let view = "added";
  let revealed;
  for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;

  // --- state in the URL: #claims?filter=only&q=word, or the id of a claim or statement
  let shown;
  function read() {
    shown = location.hash;
    const [target, query] = decodeURIComponent(shown.slice(1)).split("?");
    revealed = bodies.find((body) => body.node.id === target);
    const node = revealed ? revealed.node : target && byId(target);
    for (const [key, value] of new URLSearchParams(query || "")) if (key in controls) controls[key] = value;
    const section = node && node.closest(".view");
    if (section) view = section.id;
    if (revealed) view = "claims";
    const paper = node && node.closest(".paper");
    if (paper) controls.base = paper.id;
    if (revealed) reveal(node);
    apply();
    if (node && !VIEWS.includes(target)) node.scrollIntoView({ block: "center" });
  }

  function write() {
    const query = new URLSearchParams();
    const defaults = { filter: "", q: "", sort: "carriers", base: "a1", left: "0", right: "1", fold: "1" };
    for (const key of Object.keys(defaults)) if (controls[key] !== defaults[key]) query.set(key, controls[key]);
    const text = query.toString();
    history.replaceState(null, "", `#${view}${text ? `?${text}` : ""}`);
  }

  function reveal(body) {
    controls.filter = "";
    controls.q = "";
    body.querySelector("details").open = true;
  }

  function apply() {
    for (const id of VIEWS) byId(id).hidden = id !== view;
    for (const link of document.querySelectorAll(".views a")) {
      const here = link.getAttribute("href") === `#${view}`;
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    for (const [key, id] of Object.entries(fields)) byId(id).value = controls[key];
    byId("fold").checked = controls.fold === "1";
    if (view === "claims") grid();
    if (view === "articles") papers();
    if (view === "pair") pair();
  }

  // --- claims by sources
  const table = document.querySelector(".grid");
  const bodies = [...table.tBodies].map((node, order) => ({
    node, order, flags: node.dataset.flags.split(" "),
    number: Number(node.id.slice(1)), text: node.textContent.toLowerCase(),
  }));
  // A page of rows at a time: laying out hundreds would make typing stutter.
  const PAGE = 60;
  const more = make("button", { type: "button" });
  more.addEventListener("click", () => grid(Infinity));
  table.parentNode.after(more);

  function grid(most = PAGE) {
    const words = controls.q.toLowerCase().split(/\s+/).filter(Boolean);
    const key = controls.sort === "order" ? "number" : "order";
    const fits = (body) => (!controls.filter || body.flags.includes(controls.filter)) && words.every((word) => body.text.includes(word));
    const fitting = bodies.filter(fits).sort((a, b) => a[key] - b[key]);
    for (const body of bodies) body.node.remove();
    table.append(...fitting.filter((body, place) => place < most || body === revealed).map((body) => body.node));
    more.hidden = fitting.length <= most;
    more.textContent = `Show all ${fitting.length} claims`;
    byId("count").textContent = `${fitting.length} of ${bodies.length} claims`;
    byId("nothing").hidden = fitting.length > 0;
  }

  function papers() {
    for (const paper of document.querySelectorAll(".paper")) paper.hidden = paper.id !== controls.base;
  }

  // --- side by side
  const said = (article, at) => {
    const node = byId(`a${article + 1}s${at}`);
    if (!node) return "";
    const copy = node.cloneNode(true);
    for (const badge of copy.querySelectorAll(".badge")) badge.remove();
    return copy.textContent;
  };
  const statements = (article) => [...byId(`a${article + 1}`).querySelectorAll(".st")].map((node) => Number(node.id.split("s")[1]));
  const cut = (text) => text.match(/[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+/gu) || [];

  function marked(text, other) {
    const there = new Set(cut(other.toLowerCase()));
    const nodes = document.createDocumentFragment();
    for (const piece of cut(text)) {
      const lacks = /[\p{L}\p{N}]/u.test(piece) && !there.has(piece.toLowerCase());
      nodes.append(lacks ? make("ins", { textContent: piece }) : piece);
    }
    return nodes;
  }

  function between(left, right) {
    const found = [];
    for (const [i, a, j, b, relation, score, parts] of data.matches) {
      if (i === left && j === right) found.push({ a, b, relation, score, parts });
      if (i === right && j === left) found.push({ a: b, b: a, relation, score, parts });
    }
    const best = [];
    const taken = { a: new Set(), b: new Set() };
    for (const match of found.sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b)) {
      if (taken.a.has(match.a) || taken.b.has(match.b)) continue;
      taken.a.add(match.a);
      taken.b.add(match.b);
      best.push(match);
    }
    return best;
  }

  function badge(relation) {
    const [icon, words] = data.relations[relation];
    const node = make("button", { type: "button", className: `rel ${relation}` });
    node.append(make("i", { textContent: icon }), " ", make("span", { textContent: words }));
    node.querySelector("i").setAttribute("aria-hidden", "true");
    return node;
  }

  function cell(article, at, other) {
    const node = make("td", { dir: "auto" });
    if (at === undefined) return node;
    node.append(make("a", { className: "at", href: `#a${article + 1}s${at}`, textContent: "¶", ariaLabel: "in the article" }), " ");
    node.append(other === undefined ? said(article, at) : marked(said(article, at), said(...other)));
    return node;
  }

  function pair() {
    const left = Number(controls.left);
    const right = Number(controls.right);
    const matches = new Map(between(left, right).map((match) => [match.a, match]));
    const taken = new Set([...matches.values()].map((match) => match.b));
    const rest = statements(right).filter((at) => !taken.has(at));
    const body = make("tbody");
    let high = -1;
    let singles = [];
    const flush = () => {
      if (!singles.length) return;
      if (controls.fold === "1" && singles.length > 1) {
        const group = singles;
        const button = make("button", { type: "button", textContent: `${group.length} statements only one of them makes` });
        const row = make("tr", { className: "single" }, make("td", { colSpan: 3 }, button));
        button.addEventListener("click", () => row.replaceWith(...group));
        body.append(row);
      } else body.append(...singles);
      singles = [];
    };
    const alone = (a, b) => singles.push(make("tr", { className: "single" }, cell(left, a), make("td"), cell(right, b)));
    for (const at of statements(left)) {
      const match = matches.get(at);
      if (!match) { alone(at, undefined); continue; }
      while (rest.length && rest[0] < match.b && match.b > high) alone(undefined, rest.shift());
      flush();
      const middle = make("td", {}, badge(match.relation), " ", make("span", { className: "score", textContent: match.score.toFixed(2) }));
      if (match.b < high) middle.append(" ", make("span", { className: "tag", textContent: "moved" }));
      high = Math.max(high, match.b);
      middle.firstChild.addEventListener("click", () => evidence(left, at, right, match));
      body.append(make("tr", { className: "match" }, cell(left, at, [right, match.b]), middle, cell(right, match.b, [left, at])));
    }
    for (const at of rest) alone(undefined, at);
    flush();
    const column = (...children) => make("th", { scope: "col", dir: "auto" }, ...children);
    const head = make("tr", {}, column(data.sources[left][1]), column(make("span", { className: "off", textContent: "Relation" })), column(data.sources[right][1]));
    byId("rows").replaceChildren(make("table", { className: "pairs" }, make("thead", {}, head), body));
  }

  // --- evidence of one match, and what a reader says of it
  const dialog = byId("evidence");
  function evidence(left, a, right, match) {
    const rows = Object.entries(match.parts).map(([name, value]) => make("tr", {}, make("td", { textContent: name }), make("td", { textContent: value })));
    const texts = [[left, a], [right, match.b]];
    const quotes = texts.map(([article, at], n) => make("div", {},
      make("h3", { dir: "auto", textContent: data.sources[article][1] }),
      make("q", { dir: "auto" }, marked(said(article, at), said(...texts[1 - n])))));
    const key = `${left}.${a}.${right}.${match.b}`;
    const wrong = make("button", { type: "button" });
    const label = () => { wrong.textContent = corrections.has(key) ? "Marked as wrong: undo" : "Wrong? They do not say the same"; };
    wrong.addEventListener("click", () => {
      if (!corrections.delete(key)) corrections.set(key, correction(left, a, right, match));
      byId("saved").textContent = corrections.size;
      label();
    });
    label();
    const close = make("button", { type: "button", textContent: "Close" });
    close.addEventListener("click", () => dialog.close());
    byId("evidence-body").replaceChildren(
      make("h2", { id: "evidence-h", textContent: data.relations[match.relation][1] }),
      make("p", { textContent: `Probability ${match.score.toFixed(2)}; a match counts from ${data.threshold} on.` }),
      ...quotes, make("table", {}, make("tbody", {}, ...rows)), make("p", {}, wrong, " ", close));
    dialog.showModal();
  }

  // Every statement of a claim can be asked why it stands there: beside the best match it has.
  const place = (anchor) => anchor.slice(1).split("s").map(Number);
  table.addEventListener("toggle", (happened) => {
    const list = happened.target.querySelector(".evidence");
    if (!happened.target.open || list.dataset.asked) return;
    list.dataset.asked = "yes";
    const rows = [...list.querySelectorAll("li")];
    const anchors = rows.map((row) => row.dataset.at);
    for (const row of rows) {
      const best = bestMatch(row.dataset.at, anchors);
      if (!best) continue;
      const why = make("button", { type: "button", className: "why", textContent: "why?" });
      why.addEventListener("click", () => evidence(...best));
      row.insertBefore(why, row.querySelector("q"));
    }
  }, true);

  function bestMatch(anchor, anchors) {
    const [mine, at] = place(anchor);
    let best = null;
    for (const [i, a, j, b, relation, score, parts] of data.matches) {
      const ours = i === mine - 1 && a === at && anchors.includes(`a${j + 1}s${b}`);
      const theirs = j === mine - 1 && b === at && anchors.includes(`a${i + 1}s${a}`);
      if ((ours || theirs) && (!best || score > best[3].score)) best = [i, a, j, { a, b, relation, score, parts }];
    }
    return best;
  }

  function correction(left, a, right, { b, score }) {
    return {
      a: said(left, a), b: said(right, b), label: 0, kind: "statements", score,
      a_article: data.sources[left][0], a_span: data.spans[left][a],
      b_article: data.sources[right][0], b_span: data.spans[right][b],
      event: data.event, settings: data.settings,
    };
  }

  byId("save").addEventListener("click", () => {
    const lines = [...corrections.values()].map((row) => `${JSON.stringify(row)}\n`).join("");
    const url = URL.createObjectURL(new Blob([lines], { type: "application/x-ndjson" }));
    make("a", { href: url, download: `${data.event}-labels.jsonl` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });

  for (const [key, id] of Object.entries(fields)) {
    byId(id).addEventListener("input", (happened) => { controls[key] = happened.target.value; apply(); write(); });
  }
  byId("fold").addEventListener("change", (happened) => { controls.fold = happened.target.checked ? "1" : "0"; apply(); write(); });
  addEventListener("beforeprint", () => { grid(Infinity); for (const paper of document.querySelectorAll(".paper")) paper.hidden = false; });
  addEventListener("afterprint", apply);
  // A link into the page shows its place at once; the event that tells of it comes only later.
  document.addEventListener("click", (happened) => {
    const link = happened.target.closest('a[href^="#"]');
    if (!link || happened.ctrlKey || happened.metaKey || happened.shiftKey) return;
    happened.preventDefault();
    location.hash = link.hash;
    read();
  });
  addEventListener("hashchange", () => { if (location.hash !== shown) read(); });
  read();
})();
