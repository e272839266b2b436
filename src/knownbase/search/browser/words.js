// Text → its words: lower case, accents kept, elisions and possessives off, codes whole. As analysis.py does it.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  // Combining marks on letters, and what is invisible inside a word: soft hyphen, joiners, directions.
  const DROPPED =
    "\\u0300-\\u036f\\u0591-\\u05c7\\u064b-\\u065f\\u0670\\u20e3\\ufe00-\\ufe0f" +
    "\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff";
  const INSIDE = `[\\p{L}\\p{N}_${DROPPED}]+`;
  const ROUGH = new RegExp(`${INSIDE}(?:[\\-./:'’‐‑－．＇]${INSIDE})*`, "gu");
  const INVISIBLE = new RegExp(`[${DROPPED}]+`, "gu");
  const SPELLED = { œ: "oe", æ: "ae", ß: "ss", "’": "'", ʼ: "'", "‐": "-" };
  const ELISION = /(^|[-./_:])(?:[cdjlmnst]|(?:jus|lors|pres|puis|quel|quoi)?qu)'(?=[\p{L}\p{N}])/gu;
  const CONTRACTION = /'(?:d|ll|m|re|s|ve)(?![\p{L}\p{N}]|')/gu;
  const WORD = /[\p{L}\p{N}]+(?:[-./_:][\p{L}\p{N}]+)*/gu;
  const ASCII = /^[\0-\x7f]*$/;

  const wordsOf = (rough) => {
    let plain = rough.toLowerCase();
    if (!ASCII.test(rough))
      plain = rough.normalize("NFKC").toLowerCase().replace(INVISIBLE, "").replace(/[œæß’ʼ‐]/g, (letter) => SPELLED[letter]);
    if (plain.includes("'")) plain = plain.replace(ELISION, "$1").replace(CONTRACTION, "").replaceAll("'", "");
    return plain.match(WORD) ?? [];
  };

  // Each word with the run of characters that it comes from, in UTF-16 units of the text.
  kb.words = (text) => {
    const found = [];
    for (const { 0: rough, index } of text.matchAll(ROUGH))
      for (const word of wordsOf(rough)) found.push({ word, start: index, end: index + rough.length });
    return found;
  };
})();
