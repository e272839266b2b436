// Sorted lists of documents with scores: {numbers, scores}. Everything here is one pass over both.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  kb.emptyList = () => ({ numbers: new Float64Array(0), scores: new Float32Array(0) });

  const merge = (a, b, both, alone) => {
    const numbers = new Float64Array(a.numbers.length + b.numbers.length);
    const scores = new Float32Array(numbers.length);
    let i = 0;
    let j = 0;
    let n = 0;
    while (i < a.numbers.length || j < b.numbers.length) {
      const left = i < a.numbers.length ? a.numbers[i] : Infinity;
      const right = j < b.numbers.length ? b.numbers[j] : Infinity;
      if (left === right) {
        numbers[n] = left;
        scores[n++] = both(a.scores[i++], b.scores[j++]);
      } else if (!alone) {
        if (left < right) i++;
        else j++;
      } else if (left < right) {
        numbers[n] = left;
        scores[n++] = a.scores[i++];
      } else {
        numbers[n] = right;
        scores[n++] = b.scores[j++];
      }
    }
    return { numbers: numbers.subarray(0, n), scores: scores.subarray(0, n) };
  };

  kb.highestOf = (a, b) => merge(a, b, Math.max, true);
  // In pairs, so that a long list is not gone through once for each short one.
  kb.highestOfAll = (lists) => {
    let left = lists.length ? lists : [kb.emptyList()];
    while (left.length > 1)
      left = left.flatMap((list, n) => (n % 2 ? [] : n + 1 < left.length ? [kb.highestOf(list, left[n + 1])] : [list]));
    return left[0];
  };
  kb.inBoth = (a, b) => merge(a, b, (one, other) => one + other, false);

  kb.scaled = (list, factor) => ({ numbers: list.numbers, scores: list.scores.map((score) => score * factor) });

  // Sums several lists and says, for each document, how many of them hold it.
  kb.sumOf = (lists) => {
    let sum = { numbers: new Float64Array(0), scores: new Float64Array(0), held: new Uint16Array(0) };
    for (const list of lists) {
      const { numbers, scores, held } = sum;
      const size = numbers.length + list.numbers.length;
      const next = { numbers: new Float64Array(size), scores: new Float64Array(size), held: new Uint16Array(size) };
      let i = 0;
      let j = 0;
      let n = 0;
      for (; i < numbers.length || j < list.numbers.length; n++) {
        const left = i < numbers.length ? numbers[i] : Infinity;
        const right = j < list.numbers.length ? list.numbers[j] : Infinity;
        next.numbers[n] = Math.min(left, right);
        if (left <= right) {
          next.scores[n] = scores[i];
          next.held[n] = held[i++];
        }
        if (right <= left) {
          next.scores[n] += list.scores[j++];
          next.held[n] += 1;
        }
      }
      sum = { numbers: next.numbers.subarray(0, n), scores: next.scores, held: next.held };
    }
    return sum;
  };
})();
