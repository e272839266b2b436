// Fetches the files of the index by script elements: the only way that also works in a page opened from a folder.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});
  const taken = new Map();

  // Every file of the index calls this.
  kb.take = (name, data) => taken.set(name, data);

  const inject = (url) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.onload = () => resolve(script.remove());
      script.onerror = () => reject(script.remove() ?? new Error(`not there: ${url}`));
      script.src = url;
      document.head.append(script);
    });

  // A loader for one folder, search/<locale>/. A file that was cut off does not call `take`: that is an error too.
  kb.loader = (folder, locale) => async (file) => {
    const name = `${locale}/${file.split(".")[0]}`;
    await inject(`${folder}${file}.js`);
    if (!taken.has(name)) throw new Error(`damaged: ${file}`);
    const data = taken.get(name);
    taken.delete(name);
    return data;
  };
})();
