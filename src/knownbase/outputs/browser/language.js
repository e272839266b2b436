// The first page of an offline copy opens in the reader's language: the one chosen here before, else the browser's.
// Only this page keeps the choice and asks for it, because some browsers give each file a storage of its own.
// A link from within to the English start says so ("?en"): whoever follows it stays.
(() => {
  "use strict";
  const KEPT = "kb-language";
  const keep = (language) => {
    try {
      localStorage.setItem(KEPT, language);
    } catch {
      // Storage may be refused: then the browser's language is asked every time.
    }
  };
  const kept = () => {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  };
  const spoken = () => (navigator.languages ?? [navigator.language]).map((one) => one.slice(0, 2)).find((one) => one === "en" || one === "fr");
  if (location.search === "?en") keep("en");
  else if ((kept() ?? spoken()) === "fr") location.replace("fr/index.html");
  addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[hreflang]");
    if (link) keep(link.hreflang);
  });
})();
