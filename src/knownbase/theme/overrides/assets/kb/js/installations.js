// The reader's own installations: kept in this browser only, and written into addresses.
(() => {
  "use strict";
  const kb = globalThis.kbSearch;
  const KEPT = "kb-installations";
  const MOST = 20; // installations of one reader

  // Installations ↔ text: ua-fi/windows/5.2.4,mailmax400/windows/5.2.1
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const read = (text) =>
    text
      .split(",")
      .map((one) => one.split("/").map(decoded))
      .filter((parts) => parts.length === 3 && parts.every(Boolean))
      .slice(0, MOST)
      .map(([product, os, version]) => ({ product, os, version }));
  const written = (all) => all.map((one) => [one.product, one.os, one.version].map(encodeURIComponent).join("/")).join(",");

  // Storage may be refused, and then even looking at it throws.
  const kept = () => {
    try {
      return read(localStorage.getItem(KEPT) ?? "");
    } catch {
      return [];
    }
  };
  const keep = (all) => {
    try {
      if (all.length) localStorage.setItem(KEPT, written(all));
      else localStorage.removeItem(KEPT);
      return true;
    } catch {
      return false;
    }
  };

  kb.installations = { MOST, read, written, kept, keep };
})();
