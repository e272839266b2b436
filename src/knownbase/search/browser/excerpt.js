// Where the words of a question stand in a text, and the part of the text that holds most of them.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const LETTERS = /^\p{L}+$/u;

  // [start, end] of every word that matches, in UTF-16 units, in order, disjoint.
  kb.matches = (text, { terms, starts }, locale) => {
    const found = [];
    // A stem begins with the letter of its word: most words need no stem to be told apart.
    const letters = new Set([...terms, ...starts].map((term) => term[0]));
    for (const { word, start, end } of kb.words(text)) {
      const folded = kb.fold(word);
      if (!letters.has(folded[0]) && LETTERS.test(word)) continue;
      const matches = starts.some((one) => folded.startsWith(one)) || kb.termsOf(word, locale, true).some((term) => terms.has(term));
      if (!matches) continue;
      const last = found.at(-1);
      if (last && start < last[1]) last[1] = Math.max(last[1], end);
      else found.push([start, end]);
    }
    return found;
  };

  // About `length` characters of the text around the most different matches, with the ranges to mark in it.
  kb.excerpt = (text, words, locale, length = 160) => {
    const ranges = kb.matches(text, words, locale);
    let from = 0;
    let most = 0;
    for (const [start] of ranges) {
      const begin = Math.max(0, start - 30);
      const inside = ranges.filter(([a, b]) => a >= start && b <= begin + length);
      const different = new Set(inside.map(([a, b]) => kb.fold(text.slice(a, b)))).size;
      if (different > most) [most, from] = [different, begin];
      if (inside.length > 40) break;
    }
    if (from) from = text.indexOf(" ", from - 1) + 1;
    let to = Math.min(text.length, from + length);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + length / 2) | 0;
    const before = from ? "…" : "";
    const shift = before.length - from;
    return {
      text: before + text.slice(from, to) + (to < text.length ? "…" : ""),
      ranges: ranges.filter(([a, b]) => a >= from && b <= to).map(([a, b]) => [a + shift, b + shift]),
    };
  };
})();
