/**
 * What can be copied from a result: its link, or a ready reply of two lines in the caller's language.
 *
 *   FTBP file name with accents arrives with question marks
 *   https://…/anomalies/ANO-0017.html
 *
 * Addresses are the site's public ones, so that what is copied from a folder or a preview can be sent.
 */
(() => {
  "use strict";
  const { folders, make, site } = kbFind;

  const link = (hit, locale = kbFind.locale) => site + folders[locale] + hit.path;

  /** The title in another language stands in that language's index, at the same number. */
  async function titleIn(locale, hit, load) {
    if (locale === kbFind.locale) return hit.title;
    const { groups, group: size, kinds } = await load(`${locale}/meta`, `${locale}/meta.js`);
    const ordinal = Math.floor(hit.number / 8);
    const name = `${kinds.indexOf(hit.kind)}-${Math.floor(ordinal / size).toString(36)}`;
    if (groups[name] === undefined) return hit.title;
    const rows = await load(`${locale}/d${name}`, `${locale}/d${name}.${groups[name]}.js`);
    return rows.find(([one]) => one === ordinal)?.[3] ?? hit.title;
  }

  const reply = async (hit, locale, load) => `${await titleIn(locale, hit, load)}\n${link(hit, locale)}`;

  /** Puts `text` on the clipboard; false when the browser refuses. The dialog is modal: only inside it may be selected. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const before = document.activeElement;
      const area = kbFind.dialog.appendChild(make("textarea", { class: "kb-vh", tabindex: "-1", "aria-hidden": "true" }));
      area.value = text;
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      before?.focus();
      return done;
    }
  }

  kbFind.reply = { link, reply, copy };
})();
