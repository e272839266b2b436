// lunr: stemmers and stop words of the language (for French together with English, whose trimmer keeps digits),
// accents folded after the stem, title first; each word exactly, then by prefix, then with one letter wrong, each
// worth less; documents with all words, then with any.
const fs = require("node:fs");
const { documents, queries, locale } = JSON.parse(fs.readFileSync(0, "utf8"));
const lunr = require("lunr");
require("lunr-languages/lunr.stemmer.support")(lunr);
require("lunr-languages/lunr.fr")(lunr);
require("lunr-languages/lunr.multi")(lunr);

const fold = (token) => token.update((text) => text.normalize("NFD").replace(/\p{M}/gu, ""));
lunr.Pipeline.registerFunction(fold, "fold");
const index = lunr(function () {
  if (locale === "fr") this.use(lunr.multiLanguage("en", "fr"));
  this.pipeline.add(fold);
  this.searchPipeline.add(fold);
  this.ref("id");
  this.field("title", { boost: 4 });
  this.field("asked", { boost: 3 });
  this.field("exact", { boost: 3 });
  this.field("body");
  this.field("others");
  for (const document of documents) this.add(document);
});
const tokens = (text) => lunr.tokenizer(text).map((token) => token.toString()).filter((term) => /[\p{L}\p{N}]/u.test(term));
const loose = (query, term) => {
  query.term(term, { boost: 20 });
  if (term.length > 3) query.term(term, { boost: 4, wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false });
  if (term.length > 4) query.term(term, { boost: 1, editDistance: 1 });
};
const found = queries.map((text) => {
  const terms = tokens(text);
  let hits = index.query((query) => terms.forEach((term) => query.term(term, { presence: lunr.Query.presence.REQUIRED })));
  if (hits.length < 10) {
    const known = new Set(hits.map(({ ref }) => ref));
    const more = index.query((query) => terms.forEach((term) => loose(query, term)));
    hits = [...hits, ...more.filter(({ ref }) => !known.has(ref))];
  }
  return hits.slice(0, 10).map(({ ref }) => ref);
});
console.log(JSON.stringify(found));
