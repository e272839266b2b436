// Ids as people type and say them. The same as knownbase/search/spoken_ids.py; one table of cases holds both.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const PREFIXES = { ANO: "ano|anomaly|anomalies|anomalie", FAQ: "faq|question", PAT: "pat|patch|correctif" };
  const SPOKEN = Object.entries(PREFIXES).map(([prefix, words]) => [
    prefix,
    new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${words})(?: (?:n[o°]|no\\.|number|numero) ?| ?#|[- ])?0*([0-9]{1,9})(?![\\p{L}\\p{N}_]|[-.:,/][\\p{L}\\p{N}])`, "gu"),
  ]);
  const BARE = /^#?0*([0-9]{1,6})$/;
  const idOf = (prefix, digits) => `${prefix}-${digits.padStart(4, "0")}`;

  kb.spokenIds = (text) => {
    const said = kb.fold(text).replace(/\s+/g, " ").trim();
    const bare = BARE.exec(said);
    if (bare) return Object.keys(PREFIXES).map((prefix) => idOf(prefix, bare[1]));
    const found = SPOKEN.flatMap(([prefix, pattern]) => [...said.matchAll(pattern)].map((match) => [match.index, idOf(prefix, match[1])]));
    return [...new Set(found.sort(([a], [b]) => a - b).map(([, id]) => id))];
  };
})();
