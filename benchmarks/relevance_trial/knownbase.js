// The first ten documents of each query by knownbase's own engine: node knownbase.js ENGINE FOLDER LOCALE < queries
const fs = require("node:fs");
const vm = require("node:vm");

const [engine, folder, locale] = process.argv.slice(2);
const run = (file) => vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
run(engine);
let taken;
kbSearch.take = (name, data) => (taken = data);
const load = async (file) => {
  run(`${folder}/${file}.js`);
  return taken;
};

(async () => {
  const index = kbSearch.open({ locale, load });
  const found = [];
  for (const text of JSON.parse(fs.readFileSync(0, "utf8"))) {
    const { hits } = await index.search(text);
    found.push((await index.documents(hits.slice(0, 10))).map(({ id }) => id));
  }
  console.log(JSON.stringify(found));
})();
