// Pagefind's index of the documents as HTML pages, the title as h1 with its usual weight: node pagefind_index.js OUT
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { documents, locale } = JSON.parse(fs.readFileSync(0, "utf8"));

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const part = (text, weight) => (text ? `<p data-pagefind-weight="${weight}">${escaped(text)}</p>` : "");
(async () => {
  // NODE_PATH, where the peers are, holds for require only; and Pagefind is a module.
  const pagefind = await import(pathToFileURL(path.join(process.env.NODE_PATH, "pagefind/lib/index.js")));
  const { index } = await pagefind.createIndex({ forceLanguage: locale });
  for (const one of documents) {
    const content =
      `<html lang="${locale}"><body data-pagefind-body><h1>${escaped(one.title)}</h1>` +
      `${part(one.asked, 4)}${part(one.exact, 4)}<p>${escaped(one.body)}</p>${part(one.others, 1)}</body></html>`;
    await index.addHTMLFile({ url: `/${one.id}/`, content });
  }
  await index.writeFiles({ outputPath: process.argv[2] });
  await pagefind.close();
})();
