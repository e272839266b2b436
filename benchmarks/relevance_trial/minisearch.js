// MiniSearch: every field, title first; accents folded; words of four letters and more also by prefix and with
// a fifth of their letters wrong, as its documentation advises; all words, else any.
const fs = require("node:fs");
const { documents, queries } = JSON.parse(fs.readFileSync(0, "utf8"));
const MiniSearch = require("minisearch");

const fold = (term) => term.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
const index = new MiniSearch({
  fields: ["title", "asked", "exact", "body", "others"],
  processTerm: (term) => fold(term) || null,
});
index.addAll(documents);
const options = {
  boost: { title: 4, asked: 3, exact: 3 },
  prefix: (term) => term.length > 3,
  fuzzy: (term) => (term.length > 3 && /^\p{L}+$/u.test(term) ? 0.2 : false),
};
const found = queries.map((text) => {
  let hits = index.search(text, { ...options, combineWith: "AND" });
  if (hits.length < 10) {
    const known = new Set(hits.map(({ id }) => id));
    hits = [...hits, ...index.search(text, options).filter(({ id }) => !known.has(id))];
  }
  return hits.slice(0, 10).map(({ id }) => id);
});
console.log(JSON.stringify(found));
