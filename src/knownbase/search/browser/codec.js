// Files of the index → numbers and terms. The format stands in knownbase/search/shards.py.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Uint8Array(128);
  for (let n = 0; n < 64; n++) VALUE[DIGITS.charCodeAt(n)] = n;

  // A document's number: its kind, then its ordinal, so that postings are in the order of numbers.
  const KIND = 2 ** 30;
  kb.numberOf = (kind, ordinal) => kind * KIND + ordinal;
  kb.kindOf = (number) => Math.floor(number / KIND);
  kb.ordinalOf = (number) => number % KIND;

  // Reads natural numbers, and single digits, one after the other. Beyond 31 bits numbers are not written.
  class Reader {
    constructor(text, at = 0, end = text.length) {
      this.text = text;
      this.at = at;
      this.end = end;
    }

    get more() {
      return this.at < this.end;
    }

    digit() {
      return VALUE[this.text.charCodeAt(this.at++)];
    }

    number() {
      let value = 0;
      for (let factor = 1; ; factor *= 32) {
        const digit = this.digit();
        if (digit < 32) return value + digit * factor;
        value += (digit - 32) * factor;
      }
    }
  }
  kb.Reader = Reader;

  kb.gaps = (text) => {
    const values = [];
    let value = 0;
    for (const reader = new Reader(text); reader.more; ) values.push((value += reader.number()));
    return values;
  };

  // Postings of one term: numbers of documents, rising, and their weights from 1 to 63.
  kb.readPostings = (text, from, length, count) => {
    const numbers = new Float64Array(count);
    const weights = new Float32Array(count);
    const reader = new Reader(text, from, from + length);
    let number = 0;
    for (let n = 0; n < count; n++) {
      const gap = n ? reader.number() : 0;
      if (gap) number += gap;
      else {
        const place = reader.number();
        number = kb.numberOf(place % 8, Math.floor(place / 8));
      }
      numbers[n] = number;
      weights[n] = reader.digit();
    }
    return { numbers, weights };
  };

  // Terms of a lexicon shard, in order, and where their postings are.
  kb.readLexicon = ([firstShard, firstOffset, lines, sizes]) => {
    const terms = [];
    let before = "";
    for (const line of lines.split("\n")) {
      before = before.slice(0, VALUE[line.charCodeAt(0)]) + line.slice(1);
      terms.push(before);
    }
    const counts = new Uint32Array(terms.length);
    const lengths = new Uint32Array(terms.length);
    const offsets = new Uint32Array(terms.length);
    const shards = new Uint32Array(terms.length);
    const reader = new Reader(sizes);
    let shard = firstShard;
    let offset = firstOffset;
    for (let n = 0; n < terms.length; n++) {
      let count = reader.number();
      if (!count) {
        shard++;
        offset = 0;
        count = reader.number();
      }
      counts[n] = count;
      lengths[n] = reader.number();
      offsets[n] = offset;
      shards[n] = shard;
      offset += lengths[n];
    }
    return { terms, counts, lengths, offsets, shards };
  };

  // Columns of a facet file: for each document, in the order of numbers, the places of its values.
  kb.readColumn = (text, documents) => {
    const starts = new Uint32Array(documents + 1);
    const values = [];
    const reader = new Reader(text);
    for (let n = 0; n < documents; n++) {
      for (let left = reader.number(); left; left--) values.push(reader.number());
      starts[n + 1] = values.length;
    }
    return { starts, values };
  };
})();
