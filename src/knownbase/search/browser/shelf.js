// The files of one language's index, each fetched once, when it is first needed.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});
  const MARK = 4; // digits of a fingerprint
  const SHOWN = 3000; // documents that are kept
  const DECODED = 3; // lexicon shards that are kept with their terms
  const PATIENCE = 12; // milliseconds that a page waits for a long search before it may do something else

  // Place of the last item that is not after `value`; `keyOf(n)` rises. -1 when all are.
  const lastUpTo = (length, keyOf, value) => {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keyOf(middle) <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  class Shelf {
    constructor(load) {
      this.load = load;
      this.files = new Map();
      this.failed = new Set();
      this.shown = new Map();
      this.decoded = new Map();
    }

    // A file, or null when it cannot be read; the next question tries again.
    fetch(file, read = (data) => data) {
      if (!this.files.has(file)) {
        const fetched = this.load(file).then(read);
        this.files.set(
          file,
          fetched.then(
            (data) => {
              this.failed.delete(file);
              return data;
            },
            () => {
              this.files.delete(file);
              this.failed.add(file);
              return null;
            },
          ),
        );
      }
      return this.files.get(file);
    }

    async ready() {
      const meta = await this.fetch("meta");
      if (!meta) throw new Error("the search index cannot be read");
      if (!this.meta) {
        this.kinds = Object.keys(meta.documents);
        this.size = Object.values(meta.documents).reduce((sum, count) => sum + count, 0);
        this.groups = new Map();
        for (const [kind, text] of Object.entries(meta.groups)) {
          let n = 0;
          for (const reader = new kb.Reader(text); reader.more; reader.at += MARK) {
            n += reader.number();
            this.groups.set(`d${kind}-${n}`, text.slice(reader.at, reader.at + MARK));
          }
        }
        this.meta = meta;
      }
      return this;
    }

    lexiconText(n) {
      return this.fetch(`l${n}.${this.meta.lexicon[n][1]}`);
    }

    // The text of a shard is kept; its terms, which take six times the room, only of those asked last.
    async lexicon(n) {
      const data = await this.lexiconText(n);
      if (!data) return null;
      const read = this.decoded.get(n) ?? kb.readLexicon(data);
      this.decoded.delete(n);
      this.decoded.set(n, read);
      if (this.decoded.size > DECODED) this.decoded.delete(this.decoded.keys().next().value);
      return read;
    }

    // The lexicon shard that holds `term`, if there is such a term.
    shardOf(term) {
      const shards = this.meta.lexicon;
      return Math.max(0, lastUpTo(shards.length, (n) => shards[n][0], term));
    }

    async find(term) {
      if (!this.meta.lexicon.length) return null;
      const shard = await this.lexicon(this.shardOf(term));
      if (!shard) return null;
      const n = lastUpTo(shard.terms.length, (at) => shard.terms[at], term);
      return n >= 0 && shard.terms[n] === term ? this.entry(shard, n) : null;
    }

    entry(shard, n) {
      const { terms, counts, lengths, offsets, shards } = shard;
      return { term: terms[n], count: counts[n], length: lengths[n], offset: offsets[n], shard: shards[n] };
    }

    // Terms that begin with `start`, at most those of the next `most` shards.
    async beginning(start, most) {
      const found = [];
      if (!this.meta.lexicon.length) return found;
      const first = this.shardOf(start);
      for (let s = first; s < Math.min(first + most, this.meta.lexicon.length); s++) {
        if (s > first && !this.meta.lexicon[s][0].startsWith(start)) break;
        const shard = await this.lexicon(s);
        if (!shard) continue;
        let n = lastUpTo(shard.terms.length, (at) => shard.terms[at], start);
        if (n < 0 || shard.terms[n] !== start) n++;
        for (; n < shard.terms.length && shard.terms[n].startsWith(start); n++) found.push(this.entry(shard, n));
      }
      return found;
    }

    // Shows `visit` every shard whose terms begin with one of these letters; with none given, all. They are
    // fetched together and read one by one, with a pause for the page when it has waited long.
    async eachShard(letters, visit) {
      const firsts = this.meta.lexicon.map(([first]) => first);
      const holds = (n) =>
        !letters || letters.some((letter) => firsts[n] <= letter + "\uffff" && !(firsts[n + 1] <= letter));
      const wanted = [...firsts.keys()].filter(holds);
      for (const n of wanted) this.lexiconText(n);
      let begun = performance.now();
      for (const n of wanted) {
        const shard = await this.lexicon(n);
        if (shard) visit(shard);
        if (performance.now() - begun > PATIENCE) {
          await new Promise((resolve) => setTimeout(resolve));
          begun = performance.now();
        }
      }
    }

    async postings(entry) {
      entry.read ??= this.fetch(`p${entry.shard}.${this.meta.postings[entry.shard]}`).then((text) =>
        text === null ? null : kb.readPostings(text, entry.offset, entry.length, entry.count),
      );
      const read = await entry.read;
      if (!read) entry.read = undefined;
      return read;
    }

    async facets(kind) {
      const mark = this.meta.facets[kind];
      return mark ? this.fetch(`f${kind}.${mark}`, (data) => kb.readFacets(data, kind)) : null;
    }

    // What is shown of documents; null for one whose group cannot be read. The documents are kept, not their
    // groups: seven of eight in a group were not asked for.
    async documents(numbers) {
      const groups = new Map();
      for (const number of numbers)
        if (!this.shown.has(number)) {
          const group = `d${kb.kindOf(number)}-${Math.floor(kb.ordinalOf(number) / this.meta.group)}`;
          groups.set(group, [...(groups.get(group) ?? []), number]);
        }
      if (this.shown.size > SHOWN) this.shown.clear();
      await Promise.all(
        [...groups].map(async ([group, wanted]) => {
          const file = `${group}.${this.groups.get(group)}`;
          const rows = (await this.fetch(file)) ?? [];
          this.files.delete(file);
          for (const row of rows) {
            const number = kb.numberOf(kb.kindOf(wanted[0]), row[0]);
            if (wanted.includes(number)) this.shown.set(number, this.document(number, row));
          }
        }),
      );
      return numbers.map((number) => this.shown.get(number) ?? null);
    }

    document(number, [, id, path, title, text, lang, chips, verdict, date]) {
      return { number, kind: this.kinds[kb.kindOf(number)], id, path, title, text, lang, chips, verdict, date };
    }
  }

  kb.Shelf = Shelf;
})();
