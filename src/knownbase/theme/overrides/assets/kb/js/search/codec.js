/**
 * Reads what `knownbase.search.shards` writes: front-coded lexicons and base64 posting lists.
 * No DOM, no state.
 */
(() => {
  const kbSearch = (globalThis.kbSearch ??= {});

  /**
   * A lexicon part: its terms in order, and where the postings of each stand.
   * `shards[i]`, `starts[i]`, `bytes[i]`: posting shard, first byte and length of term i.
   */
  function readLexicon(text, firstShard) {
    const lexicon = { terms: [], counts: [], shards: [], starts: [], bytes: [] };
    let shard = firstShard;
    let start = 0;
    let before = "";
    for (const line of text.split("\n")) {
      if (line === "") {
        shard += 1;
        start = 0;
        continue;
      }
      const [word, count, bytes] = line.split("\t");
      const term = before.slice(0, parseInt(word[0], 36)) + word.slice(1);
      const length = parseInt(bytes, 36);
      lexicon.terms.push(term);
      lexicon.counts.push(parseInt(count, 36));
      lexicon.shards.push(shard);
      lexicon.starts.push(start);
      lexicon.bytes.push(length);
      start += length;
      before = term;
    }
    return lexicon;
  }

  /** A posting shard as bytes. */
  function readShard(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
    return bytes;
  }

  /** Calls `visit(number, weight)` for each posting of the list at `start`; weight is in 0 … 1. */
  function eachPosting(bytes, start, length, visit) {
    let number = 0;
    let at = start;
    const end = Math.min(start + length, bytes.length);
    while (at < end) {
      let gap = 0;
      let factor = 1;
      let byte = bytes[at++];
      while (byte > 0x7f) {
        gap += (byte & 0x7f) * factor;
        factor *= 128;
        byte = bytes[at++];
      }
      number += gap + byte * factor;
      visit(number, bytes[at++] / 255);
    }
  }

  /** Index of the first term that is not before `wanted` (code unit order, as Python sorted them). */
  function lowerBound(terms, wanted) {
    let low = 0;
    let high = terms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (terms[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  kbSearch.codec = { readLexicon, readShard, eachPosting, lowerBound };
})();
