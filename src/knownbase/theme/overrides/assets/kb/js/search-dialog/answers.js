/**
 * Queries → answers. Only the answer to the newest question is told, after a pause in typing.
 *
 *   ask("bin") ask("bind") … 80 ms … ─► engine ─► told({query, hits, total, …, nearest})
 *
 * When nothing is found, shorter questions are put until one finds something: words are dropped from the
 * end, then letters of the only word.
 */
(() => {
  "use strict";
  const PAUSE = 80; // ms
  const NEAREST = 3;
  const MOST_TRIES = 12;

  /** "a b c" → "a b", "a"; "0x80040199" → "0x8004019", "0x800401" … down to half. */
  function shorter(query) {
    const words = query.trim().split(/\s+/u).slice(0, MOST_TRIES);
    const found = [];
    for (let count = words.length - 1; count > 0; count -= 1) found.push(words.slice(0, count).join(" "));
    const letters = Array.from(words[0] ?? "");
    for (let count = letters.length - 1; count >= Math.max(2, letters.length / 2); count -= 1) found.push(letters.slice(0, count).join(""));
    return found.slice(0, MOST_TRIES);
  }

  async function nearest(engine, query, current) {
    for (const text of shorter(query)) {
      const found = await engine.search(text, { limit: NEAREST });
      if (!current()) return null;
      if (found.hits.length > 0) return { query: text, hits: found.hits };
    }
    return null;
  }

  /**
   * @param {object} engine
   * @param {{told: (answer: object) => void, failed: (error: Error) => void}} ears
   */
  kbFind.createAnswers = (engine, { told, failed }) => {
    let turn = 0;
    let timer = 0;

    async function answer(query, limit, mine) {
      const current = () => mine === turn;
      try {
        const found = await engine.search(query, { limit });
        if (!current()) return;
        const near = found.hits.length === 0 ? await nearest(engine, query, current) : null;
        if (current()) told({ ...found, query, nearest: near });
      } catch (error) {
        if (current()) failed(error);
      }
    }

    return {
      /** Asks after the pause, or at once; what was asked before is forgotten. */
      ask(query, { limit, atOnce = false }) {
        turn += 1;
        clearTimeout(timer);
        const mine = turn;
        if (atOnce) answer(query, limit, mine);
        else timer = setTimeout(answer, PAUSE, query, limit, mine);
      },
      forget() {
        turn += 1;
        clearTimeout(timer);
      },
    };
  };
})();
