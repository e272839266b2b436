/**
 * Brings the parts of an index: one `<script>` each, because pages in a folder may not fetch.
 *
 *   load("en/l0") ──► <script src="…/search/en/l0.98549d73.js"> ──► kbSearch.take("en/l0", data)
 */
(() => {
  const kbSearch = (globalThis.kbSearch ??= {});
  const waiting = new Map();

  /** Called by every part when it runs. */
  kbSearch.take = (name, data) => {
    waiting.get(name)?.(data);
    waiting.delete(name);
  };

  /**
   * A function that loads parts below `base` (a URL that ends with a slash), each once.
   * It rejects with the part's name when the file is missing, cut short or not a script.
   */
  kbSearch.scriptLoader = (base) => {
    const parts = new Map();
    return (name, file) => {
      if (!parts.has(name)) {
        const part = new Promise((resolve, reject) => {
          const script = document.createElement("script");
          const fail = () => {
            waiting.delete(name);
            parts.delete(name); // the next search may find the network again
            reject(new Error(`search part ${name} could not be loaded`));
          };
          waiting.set(name, resolve);
          script.async = true;
          script.onerror = fail;
          // A truncated file runs with a syntax error: it loads, and takes nothing.
          script.onload = () => {
            if (waiting.has(name)) fail();
            script.remove();
          };
          script.src = base + file;
          document.head.append(script);
        });
        parts.set(name, part);
      }
      return parts.get(name);
    };
  };
})();
