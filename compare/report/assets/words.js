// The words that two statements share or, where they are nearly the same, those in which they differ; and what moved.
import { make } from "./page.js";

const WORD = /[\p{L}\p{N}]/u;
const cut = (text) => text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+(?:['’.,][\p{L}\p{N}\p{M}]+)*|[^\p{L}\p{N}\p{M}]+/gu) ?? [];
const MOST = 250_000;

// What is in no longest common subsequence of words.
function lacking(mine, theirs) {
  const a = mine.map((piece) => piece.toLowerCase());
  const b = theirs.map((piece) => piece.toLowerCase());
  const found = new Set(b);
  if (a.length * b.length > MOST) return a.map((piece) => !found.has(piece));
  const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const lacks = [];
  for (let i = 0, j = 0; i < a.length; i++) {
    while (j < b.length && a[i] !== b[j] && best[i][j + 1] >= best[i + 1][j]) j++;
    lacks.push(a[i] !== b[j]);
    if (a[i] === b[j]) j++;
  }
  return lacks;
}

// From this share of words in one order on, two texts are nearly the same; a shared word so long tells more than grammar.
const ALIKE = 0.7;
const TELLING = 5;
const tells = (word) => word.length >= TELLING || /[^\p{ASCII}]|\p{N}/u.test(word);

export function marked(text, other, differs) {
  const pieces = cut(text);
  const words = pieces.filter((piece) => WORD.test(piece));
  const theirs = cut(other).filter((piece) => WORD.test(piece));
  const there = new Set(theirs.map((word) => word.toLowerCase()));
  let lacks = lacking(words, theirs);
  const alike = (2 * lacks.filter((lack) => !lack).length) / Math.max(1, words.length + theirs.length) >= ALIKE;
  if (!alike) lacks = words.map((word) => there.has(word.toLowerCase()) && tells(word));
  const mark = alike ? differs : "mark";
  const nodes = document.createDocumentFragment();
  let at = 0;
  let run = null;
  for (const piece of pieces) {
    const word = WORD.test(piece);
    if (lacks[at] && (word || run)) {
      if (!run) {
        run = make(mark);
        nodes.append(run);
      }
      run.textContent += piece;
    } else {
      run = null;
      nodes.append(piece);
    }
    if (word) at++;
  }
  return nodes;
}

// The longest increasing subsequence: what is outside it was moved.
export function inOrder(places) {
  const chains = [];
  for (const place of places) {
    const ends = chains.findIndex((chain) => chain.at(-1) >= place);
    const at = ends < 0 ? chains.length : ends;
    chains[at] = [...(chains[at - 1] ?? []), place];
  }
  return new Set(chains.at(-1));
}
