// Ranked documents → what is asked of them: filtered, sorted, counted.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  // A facet file, ready to be asked by a document's number.
  kb.readFacets = ({ ordinals, dates, labels, columns }, kind) => {
    const numbers = kb.gaps(ordinals).map((ordinal) => kb.numberOf(kind, ordinal));
    const days = [];
    for (const reader = new kb.Reader(dates); reader.more; ) days.push(reader.number());
    const read = {};
    for (const [facet, text] of Object.entries(columns)) read[facet] = kb.readColumn(text, numbers.length);
    return { numbers, days, labels, columns: read, rowOf: new Map(numbers.map((number, row) => [number, row])) };
  };

  const valuesOf = (table, row, facet) => {
    const column = table.columns[facet];
    if (!column) return [];
    return column.values.slice(column.starts[row], column.starts[row + 1]);
  };

  // `filters`: facet → values, of which one must hold. Values that the site does not know match nothing.
  kb.result = async (index, { question, found, kinds, filters, sort, facets }) => {
    const { shelf } = index;
    const kindNumbers = (kinds ?? shelf.kinds).map((kind) => shelf.kinds.indexOf(kind));
    const active = Object.entries(filters).filter(([, values]) => values.length);
    const needsFacets = facets || active.length || sort === "date" || !found;
    const tables = new Map();
    if (needsFacets)
      await Promise.all(kindNumbers.map(async (kind) => tables.set(kind, await shelf.facets(kind))));

    const wanted = new Set(kindNumbers);
    const numbers = found ? found.numbers : kindNumbers.flatMap((kind) => tables.get(kind)?.numbers ?? []);
    const exactOnes = found ? found.exact : numbers.length;
    const chosenOf = new Map(); // kind → facet → Set of places of chosen values
    for (const [kind, table] of tables) {
      const places = active.map(([facet, values]) => [
        facet,
        new Set((table?.labels[facet] ?? []).flatMap(([value], place) => (values.includes(value) ? [place] : []))),
      ]);
      chosenOf.set(kind, places);
    }

    const counts = {};
    const byKind = Object.fromEntries(shelf.kinds.map((kind) => [kind, 0]));
    const hits = [];
    let exact = 0;
    numbers.forEach((number, n) => {
      const kind = kb.kindOf(number);
      const table = tables.get(kind);
      const row = table?.rowOf.get(number);
      const missed = [];
      if (active.length) {
        for (const [facet, places] of chosenOf.get(kind) ?? active) {
          if (row === undefined || !valuesOf(table, row, facet).some((place) => places.has(place))) missed.push(facet);
          if (missed.length > 1) break;
        }
      }
      if (!missed.length) byKind[shelf.kinds[kind]]++;
      if (!wanted.has(kind)) return;
      if (facets && row !== undefined && missed.length < 2)
        for (const facet of Object.keys(table.columns)) {
          // A facet's own choice does not reduce its counts: another value may be added to it.
          if (missed.length && missed[0] !== facet) continue;
          const count = (counts[facet] ??= new Map());
          for (const place of valuesOf(table, row, facet)) {
            const value = table.labels[facet][place][0];
            count.set(value, (count.get(value) ?? 0) + 1);
          }
        }
      if (missed.length) return;
      hits.push(number);
      if (n < exactOnes) exact++;
    });

    const dateOf = (number) => {
      const table = tables.get(kb.kindOf(number));
      return table?.days[table.rowOf.get(number)] ?? 0;
    };
    if (sort === "date" || (sort === "relevance" && !found)) hits.sort((a, b) => dateOf(b) - dateOf(a) || a - b);
    else if (sort === "id") hits.sort((a, b) => a - b);

    const result = {
      hits,
      exact,
      byKind,
      tried: question.tried,
      translated: question.equivalents.map(({ from, at, phrases }) => ({
        from,
        to: phrases.map(({ phrase }) => phrase),
        unknown: !question.concepts[at].entries.length,
      })),
      words: wordsOf(question),
      failed: [...shelf.failed],
    };
    if (facets) {
      result.facets = {};
      for (const table of tables.values())
        for (const [facet, labels] of Object.entries(table?.labels ?? {}))
          result.facets[facet] ??= labels.map(([value, label]) => ({ value, label, count: counts[facet]?.get(value) ?? 0 }));
    }
    return result;
  };

  // What is marked in texts: terms, and the beginnings of words that were not typed to their end.
  const wordsOf = ({ concepts, equivalents }) => ({
    terms: new Set([
      ...concepts.flatMap(({ entries }) => entries.map(({ entry }) => entry.term)),
      // A word of a phrase alone is not what was asked for: of "boîte aux lettres", no other letters.
      ...equivalents.flatMap(({ phrases }) => phrases.flatMap(({ terms }) => (terms.length === 1 ? terms[0] : []))),
    ]),
    starts: concepts.filter(({ last }) => last).map(({ word }) => word),
  });
})();
