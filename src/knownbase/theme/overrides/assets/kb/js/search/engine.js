/**
 * The search engine: a query → ranked documents with what matched. It knows no DOM.
 *
 *   words of the query ─ analysis ─► terms ─ lexicon ─► groups of alternatives   (one group a word)
 *   groups ─ posting shards ─► score of each document = Σ idf · weight
 *   all groups matched first, then the rest; documents are loaded only for what is shown
 *
 * Alternatives of a word: its stems, its stems in the other language, what begins with it when it is
 * the last word and still being typed, and near spellings when nobody knows it.
 */
(() => {
  const kbSearch = (globalThis.kbSearch ??= {});
  const { codec, distance } = kbSearch;

  const MOST_WORDS = 32;
  const MOST_GROUPS = 16;
  const MOST_PREFIX = 24;
  const MOST_NEAR = 6;
  const LONGEST_QUERY = 2000;
  const SHORTEST_PREFIX = 2;
  const WEIGHT = { exact: 1, prefix: 0.7, near: 0.6, other: 0.5 };
  const ID_WORDS = { faq: /^(faq|question)s?$/, anomaly: /^(ano|anomal(y|ies|ie|ies))$/, patch: /^(pat|patch(es)?|correctifs?)$/ };

  /**
   * @param {object} options
   * @param {"en"|"fr"} options.locale language of the index
   * @param {(name: string, file: string) => Promise<any>} options.load brings a part of the index
   */
  kbSearch.createEngine = ({ locale, load }) => {
    const { analysis } = kbSearch;
    const other = locale === "en" ? "fr" : "en";
    const lexicons = new Map();
    let metaPart = null;

    const meta = () => (metaPart ??= load(`${locale}/meta`, `${locale}/meta.js`).catch((error) => {
      metaPart = null;
      throw error;
    }));
    const part = (name, hash) => load(`${locale}/${name}`, `${locale}/${name}.${hash}.js`);

    async function lexicon(index) {
      const [, hash, firstShard] = (await meta()).lexicons[index];
      if (!lexicons.has(index)) lexicons.set(index, codec.readLexicon(await part(`l${index}`, hash), firstShard));
      return lexicons.get(index);
    }

    /** Indexes of the lexicons that may hold terms from `low` up to and including what begins with `high`. */
    async function lexiconsOf(low, high = low) {
      const { lexicons: parts } = await meta();
      const found = [];
      for (let i = 0; i < parts.length; i += 1) {
        const next = parts[i + 1]?.[0];
        if (parts[i][0] <= `${high}\uffff` && (next === undefined || next > low)) found.push(i);
      }
      return found;
    }

    const posting = (lex, i, weight) => ({
      term: lex.terms[i], count: lex.counts[i], shard: lex.shards[i], start: lex.starts[i], bytes: lex.bytes[i], weight,
    });

    async function exact(term, weight) {
      for (const index of await lexiconsOf(term)) {
        const lex = await lexicon(index);
        const i = codec.lowerBound(lex.terms, term);
        if (lex.terms[i] === term) return [posting(lex, i, weight)];
      }
      return [];
    }

    /** The commonest terms that begin with `prefix`. */
    async function beginning(prefix, weight) {
      const found = [];
      for (const index of (await lexiconsOf(prefix)).slice(0, 3)) {
        const lex = await lexicon(index);
        for (let i = codec.lowerBound(lex.terms, prefix); i < lex.terms.length && lex.terms[i].startsWith(prefix); i += 1) {
          if (lex.terms[i] !== prefix) found.push(posting(lex, i, weight));
        }
      }
      return found.sort((a, b) => b.count - a.count).slice(0, MOST_PREFIX);
    }

    /** The nearest terms that begin with the same letter, or with the second one (a swapped beginning). */
    async function near(word) {
      const limit = distance.allowed(word.length);
      if (limit === 0) return [];
      const found = [];
      for (const letter of new Set([word[0], word[1]])) {
        for (const index of await lexiconsOf(letter)) {
          const lex = await lexicon(index);
          for (let i = codec.lowerBound(lex.terms, letter); i < lex.terms.length && lex.terms[i][0] === letter; i += 1) {
            if (/\d/.test(lex.terms[i])) continue;
            const faults = distance.distance(word, lex.terms[i], limit);
            if (faults <= limit) found.push({ ...posting(lex, i, WEIGHT.near / faults), faults });
          }
        }
      }
      return found.sort((a, b) => a.faults - b.faults || b.count - a.count).slice(0, MOST_NEAR);
    }

    /** One word → the terms that may stand for it. */
    async function group(word, last) {
      const alternatives = new Map();
      const add = (rows) => {
        for (const row of rows) {
          const kept = alternatives.get(row.term);
          if (kept === undefined || kept.weight < row.weight) alternatives.set(row.term, row);
        }
      };
      const own = analysis.termsOf(word, locale);
      const far = analysis.termsOf(word, other);
      for (const term of own) add(await exact(term, WEIGHT.exact));
      for (const term of far) if (!own.includes(term)) add(await exact(term, WEIGHT.other));
      const folded = analysis.fold(word);
      if (last && folded.length >= SHORTEST_PREFIX) add(await beginning(folded, WEIGHT.prefix));
      let corrected = false;
      if (alternatives.size === 0 && !/\d/.test(folded)) {
        if (folded.length >= 4) add(await beginning(folded, WEIGHT.prefix));
        if (alternatives.size === 0) {
          for (const term of new Set([folded, ...own])) add(await near(term));
          corrected = alternatives.size > 0;
        }
      }
      return { word, corrected, alternatives: [...alternatives.values()] };
    }

    /** Ids that the query names: `ANO-0017`, `ano17`, `anomalie 17`, or a bare number. */
    async function named(query) {
      const { groups, group: size, kinds } = await meta();
      const numbers = [];
      const tokens = analysis.fold(query).match(/[a-z]+|\d+/g) ?? [];
      if (tokens.length > 6) return [];
      tokens.forEach((token, i) => {
        if (!/^\d{1,9}$/.test(token)) return;
        const before = tokens[i - 1] ?? "";
        for (const [kind, words] of Object.entries(ID_WORDS)) {
          if (words.test(before) || (tokens.length === 1)) numbers.push([kinds.indexOf(kind), Number(token)]);
        }
      });
      const found = [];
      for (const [kind, ordinal] of numbers) {
        if (groups[`${kind}-${Math.floor(ordinal / size).toString(36)}`] !== undefined) {
          const number = ordinal * 8 + kind;
          if (await document(number)) found.push(number);
        }
      }
      return found;
    }

    async function document(number) {
      const { groups, group: size, kinds } = await meta();
      const kind = number % 8;
      const ordinal = Math.floor(number / 8);
      const name = `${kind}-${Math.floor(ordinal / size).toString(36)}`;
      if (groups[name] === undefined) return null;
      const row = (await part(`d${name}`, groups[name])).find(([one]) => one === ordinal);
      if (row === undefined) return null;
      const [, label, path, title, excerpt, lang] = row;
      return { number, kind: kinds[kind], label, path, title, excerpt, lang: lang ?? locale };
    }

    /** Document number → {score, matched: share of the query's idf, groups: how many}. */
    async function score(groups, total) {
      const idf = (count) => Math.log(1 + (total - count + 0.5) / (count + 0.5));
      const { shards } = await meta();
      const wanted = new Set(groups.flatMap((one) => one.alternatives.map((row) => row.shard)));
      const bytes = new Map();
      await Promise.all([...wanted].map(async (shard) => {
        bytes.set(shard, codec.readShard(await part(`p${shard}`, shards[shard])));
      }));
      const scores = new Map();
      for (const one of groups) {
        const best = new Map();
        for (const row of one.alternatives) {
          const factor = row.weight * idf(row.count);
          codec.eachPosting(bytes.get(row.shard), row.start, row.bytes, (number, weight) => {
            const value = factor * weight;
            if (value > (best.get(number) ?? 0)) best.set(number, value);
          });
        }
        for (const [number, value] of best) {
          const kept = scores.get(number) ?? { score: 0, matched: 0, groups: 0 };
          kept.score += value;
          kept.matched += one.mass;
          kept.groups += 1;
          scores.set(number, kept);
        }
      }
      return scores;
    }

    /**
     * @param {string} query
     * @param {{limit?: number}} [options]
     * @returns {Promise<{hits: object[], total: number, corrected: {from: string, to: string}[], relaxed: boolean}>}
     *   Hits carry number, kind, label, path, title, excerpt, lang, score and `marks` in title and excerpt.
     */
    async function search(query, { limit = 10 } = {}) {
      const text = query.slice(0, LONGEST_QUERY);
      const { documents: total } = await meta();
      const words = [...new Set(analysis.words(text, locale))].slice(0, MOST_WORDS * 4);
      const open = !/\s$/.test(text);
      const found = await Promise.all(words.map((word, i) => group(word, open && i === words.length - 1)));
      const idf = (count) => Math.log(1 + (total - count + 0.5) / (count + 0.5));
      const groups = found
        .filter((one) => one.alternatives.length > 0)
        .map((one) => ({ ...one, mass: idf(Math.max(...one.alternatives.map((row) => row.count))) }))
        .sort((a, b) => b.mass - a.mass)
        .slice(0, MOST_GROUPS);
      const ids = await named(text);
      const scores = await score(groups, total);
      const mass = groups.reduce((sum, one) => sum + one.mass, 0) || 1;
      const rank = (row) => row.score * (row.matched / mass) ** 2;
      const ranked = [...scores]
        .filter(([number]) => !ids.includes(number))
        .map(([number, row]) => ({ number, score: rank(row), all: row.groups === groups.length }))
        .sort((a, b) => Number(b.all) - Number(a.all) || b.score - a.score || a.number - b.number);
      const numbers = [...ids.map((number) => ({ number, score: Infinity })), ...ranked];
      const loaded = await Promise.all(numbers.slice(0, limit).map(async (row) => ({ ...(await document(row.number)), score: row.score })));
      const terms = new Set(groups.flatMap((one) => one.alternatives.map((row) => row.term)));
      return {
        hits: loaded.filter((hit) => hit.path !== undefined).map((hit) => ({ ...hit, marks: marksOf(hit, terms) })),
        total: numbers.length,
        corrected: found.filter((one) => one.corrected).map((one) => ({ from: one.word, to: one.alternatives[0].term })),
        relaxed: groups.length < found.length || (ranked.length > 0 && !ranked[0].all),
      };
    }

    const marksOf = (hit, terms) => ({
      title: analysis.matches(hit.title, terms, hit.lang),
      excerpt: analysis.matches(hit.excerpt, terms, hit.lang),
    });

    return { search, ready: meta };
  };
})();
