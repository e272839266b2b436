// Text → words: lower case, accents kept, elisions and possessives off, codes whole. The same as words() in
// search/analysis.py.
//
//   "L’accusé X.400"  rough runs  L’accusé | X.400     letters, digits, joints, apostrophes, as written
//                     words       accusé | x.400
(() => {
  "use strict";
  const kbSearch = (globalThis.kbSearch ??= {});

  // Combining marks on letters, and what is invisible inside a word: soft hyphen, joiners, directions.
  const dropped =
    "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u20e3\ufe00-\ufe0f" +
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff";
  const sign = `[\\p{L}\\p{N}_${dropped}]+`;
  const rough = new RegExp(`${sign}(?:[-./:'’‐‑－．＇]${sign})*`, "gu");
  const invisible = new RegExp(`[${dropped}]+`, "g");
  const spelled = { œ: "oe", æ: "ae", ß: "ss", "’": "'", ʼ: "'", "‐": "-" };
  const elision = /(^|[-./_:])(?:[cdjlmnst]|(?:jus|lors|pres|puis|quel|quoi)?qu)'(?=[\p{L}\p{N}])/gu;
  const contraction = /'(?:d|ll|m|re|s|ve)(?![\p{L}\p{N}'])/gu;
  const word = /[\p{L}\p{N}]+(?:[-./_:][\p{L}\p{N}]+)*/gu;

  const wordsOf = (run) =>
    run
      .normalize("NFKC")
      .toLowerCase()
      .replace(invisible, "")
      .replace(/[œæß’ʼ‐]/g, (character) => spelled[character])
      .replace(elision, "$1")
      .replace(contraction, "")
      .replaceAll("'", "")
      .match(word) ?? [];

  /**
   * Where the words of a text stand in it, to mark what was found.
   * @param {string} text
   * @returns {{start: number, end: number, words: string[]}[]} UTF-16 offsets; mostly one word each
   */
  kbSearch.spans = (text) =>
    Array.from(text.matchAll(rough), ({ 0: run, index }) => ({
      start: index,
      end: index + run.length,
      words: wordsOf(run),
    }));

  /**
   * The words of a text in order.
   * @param {string} text
   * @returns {string[]}
   */
  kbSearch.words = (text) => (text.match(rough) ?? []).flatMap(wordsOf);
})();
