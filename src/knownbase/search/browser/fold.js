// Lower case without accents, ligatures or other widths: Réception → reception, Ｐ７ → p7. As analysis.py does it.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const BEYOND_MARKS = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ" };
  const ASCII = /^[\0-\x7f]*$/;

  kb.fold = (text) =>
    ASCII.test(text)
      ? text.toLowerCase()
      : text.normalize("NFKD").toLowerCase().replace(/[œæßøłđıς]/g, (letter) => BEYOND_MARKS[letter]).replace(/\p{M}/gu, "");
})();
