// How far a word of the lexicon is from a word as typed.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  // Letters that may be wrong in a word of this length.
  kb.slipsIn = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

  const WIDTH = 48;
  const rows = [0, 1, 2].map(() => new Uint8Array(WIDTH));

  // Optimal string alignment (Damerau-Levenshtein without overlapping edits) of `term` against the beginnings of
  // `typed`: costs[j] for typed.slice(0, j), and the cheapest beginning of `term` against the whole of `typed`.
  // Null when everything costs more than `limit`.
  kb.distances = (term, typed, limit) => {
    const width = typed.length;
    if (width >= WIDTH) return null;
    let [before, last, row] = rows;
    for (let j = 0; j <= width; j++) last[j] = j;
    let begun = last[width];
    for (let i = 1; i <= term.length; i++) {
      row[0] = i;
      let least = i;
      const letter = term.charCodeAt(i - 1);
      for (let j = 1; j <= width; j++) {
        const same = letter === typed.charCodeAt(j - 1);
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && !same && letter === typed.charCodeAt(j - 2) && term.charCodeAt(i - 2) === typed.charCodeAt(j - 1))
          cost = Math.min(cost, before[j - 2] + 1);
        row[j] = cost;
        if (cost < least) least = cost;
      }
      if (row[width] < begun) begun = row[width];
      if (least > limit && begun > limit) return null;
      [before, last, row] = [last, row, before];
    }
    return { costs: last, begun };
  };
})();
