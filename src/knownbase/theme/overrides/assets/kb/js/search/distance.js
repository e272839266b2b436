/**
 * Bounded Damerau-Levenshtein distance (optimal string alignment), for words that nobody knows.
 */
(() => {
  const kbSearch = (globalThis.kbSearch ??= {});

  /** Number of insertions, deletions, substitutions and swaps of neighbours; `limit + 1` when more. */
  function distance(one, two, limit) {
    if (Math.abs(one.length - two.length) > limit) return limit + 1;
    let before = [];
    let row = Array.from({ length: two.length + 1 }, (_, j) => j);
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      let best = i;
      for (let j = 1; j <= two.length; j += 1) {
        const same = one[i - 1] === two[j - 1] ? 0 : 1;
        let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        next.push(cost);
        if (cost < best) best = cost;
      }
      if (best > limit) return limit + 1;
      before = row;
      row = next;
    }
    return row[two.length];
  }

  /** How many faults a word of this length may have: none in short ones, where everything is near. */
  const allowed = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

  kbSearch.distance = { distance, allowed };
})();
