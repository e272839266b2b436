// One spelling for every way of writing a letter. The same as fold() in search/analysis.py.
(() => {
  "use strict";
  const kbSearch = (globalThis.kbSearch ??= {});

  const beyondMarks = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ" };

  /**
   * Lower case without accents, ligatures or other widths: `Réception` → `reception`, `Ｐ７` → `p7`.
   * @param {string} text
   * @returns {string}
   */
  kbSearch.fold = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[œæßøłđıς]/g, (letter) => beyondMarks[letter])
      .replace(/\p{M}+/gu, "");
})();
