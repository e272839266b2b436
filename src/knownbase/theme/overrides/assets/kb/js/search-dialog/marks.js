/**
 * Text with matches → nodes. Only text nodes and <mark>: nothing that was searched or found becomes markup.
 */
(() => {
  "use strict";
  const BEFORE = 40; // characters of an excerpt that stay before the first match
  const LENGTH = 240;

  /** `ranges` are [start, end] in UTF-16 units; what lies outside the text or overlaps is left out. */
  kbFind.marked = (text, ranges = []) => {
    const nodes = [];
    let at = 0;
    for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
      if (start < at || end <= start || end > text.length) continue;
      nodes.push(text.slice(at, start), kbFind.make("mark", {}, text.slice(start, end)));
      at = end;
    }
    return [...nodes, text.slice(at)].filter((node) => node !== "");
  };

  /** The part of an excerpt around its first match: text and ranges, cut between words. */
  kbFind.window = (text, ranges = []) => {
    const first = Math.min(...ranges.map(([start]) => start), text.length);
    let from = 0;
    if (ranges.length > 0 && first > BEFORE) from = text.indexOf(" ", first - BEFORE) + 1;
    if (from > first) from = 0;
    const lead = from > 0 ? "…" : "";
    const shift = lead.length - from;
    const cut = lead + text.slice(from, from + LENGTH);
    return { text: cut, ranges: ranges.map(([start, end]) => [start + shift, end + shift]).filter(([start]) => start >= lead.length) };
  };
})();
