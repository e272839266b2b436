/**
 * What was searched before, kept in this browser only; without storage it lasts as long as the page.
 */
(() => {
  "use strict";
  const { kept, keep } = kbFind;
  const MOST = 8;
  const LONGEST = 200;

  function read() {
    try {
      const found = JSON.parse(kept("recent") ?? "[]");
      return Array.isArray(found) ? found.filter((one) => typeof one === "string" && one !== "").slice(0, MOST) : [];
    } catch {
      return []; // somebody else wrote there
    }
  }

  let queries = read();

  kbFind.recent = {
    all: () => queries,

    /** Puts a query first; read anew, because another tab may have added some. */
    add(text) {
      const query = text.trim().slice(0, LONGEST);
      if (query === "") return;
      const known = kept("recent") === null ? queries : read();
      queries = [query, ...known.filter((one) => one !== query)].slice(0, MOST);
      keep("recent", JSON.stringify(queries));
    },

    clear() {
      queries = [];
      keep("recent", null);
    },
  };
})();
