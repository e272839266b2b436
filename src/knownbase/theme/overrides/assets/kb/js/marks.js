// Marks of the reader's own installations: on the page of an entry, beside entries in lists and in what a search finds.
// Verdicts come from affected/engine.js and one file a product, fetched when a page names the product. Nothing that the
// site does not know is marked, and nothing is ever called safe.
(() => {
  "use strict";
  const { make, filled, urlOf } = globalThis.kbSearch;
  const { load, Product, AFFECTED, FIXED, NOT_AFFECTED, NOT_STATED, FITS, SYSTEM, AHEAD, BEHIND } = globalThis.kbAffected;
  // What matters most comes first; the classes of the words.
  const SHAPES = new Map([[AFFECTED, "bad"], [NOT_STATED, "un"], [FIXED, "ok"], [NOT_AFFECTED, "no"]]);
  const VERDICTS = [...SHAPES.keys()];
  const FORMS = new Map([[FITS, "ok"], [SYSTEM, "ok"], [AHEAD, "un"], [BEHIND, "no"]]); // the same of patches
  const FITTING = [...FORMS.keys()];
  const ABOUT = "about"; // of a FAQ
  const ID = /^(ANO|PAT|FAQ)-(\d{4,})$/;
  const NAMED = 3; // installations that are named before "and n more"
  const CHIPS = 3; // products that a result of the search names at most

  const grouped = (names, told) => {
    const all = names.map((name) => [name, told.filter(([own]) => own === name).map(([, one]) => one)]);
    return new Map(all.filter(([, ones]) => ones.length));
  };

  class Marks {
    constructor({ base, locale }, { t, systems, products }, installations) {
      Object.assign(this, { base, locale, t, systems });
      this.products = new Map(products.map(([id, name, os]) => [id, { name, os }]));
      this.own = installations.filter(({ product, os }) => this.products.get(product)?.os.includes(os));
      this.files = new Map(); // product → promise of its file
      this.found = new Map(); // installation → number of an anomaly → verdict
      this.patches = new Map(); // number of a patch → [what it is to an installation on its system, that installation]
      this.asked = new Set(); // numbers of FAQs that name the product and system of an installation
    }

    // Reads what is published about those of the reader's products that are `named`. What cannot be read has no marks.
    async read(named) {
      const wanted = new Set(this.own.map(({ product }) => product).filter((id) => named(this.products.get(id).name)));
      await Promise.all([...wanted].map((id) => this.file(id)));
    }

    file(id) {
      if (!this.files.has(id))
        this.files.set(
          id,
          load(this.base, id)
            .then((data) => this.take(new Product(data)))
            .catch(() => this.files.delete(id)),
        );
      return this.files.get(id);
    }

    take(product) {
      const own = this.own.filter(({ product: id }) => id === product.id);
      for (const one of own) {
        const system = product.os.indexOf(one.os);
        const answers = product.answers(system, one.version);
        this.found.set(one, new Map(answers.map(({ anomaly, verdict }) => [product.ordinals[anomaly], verdict])));
        for (const ordinal of product.questions(system)) this.asked.add(ordinal);
      }
      for (const patch of product.downloads()) {
        const here = own.filter(({ os }) => os === product.os[patch[1]]);
        this.patches.set(patch[0], here.map((one) => [product.fit(patch, one.version), one]));
      }
    }

    // For results of a search, which name their products.
    readFor(results) {
      const marked = results.filter((one) => one && ID.test(one.id));
      return this.read((name) => marked.some(({ chips }) => chips.includes(name) || chips.length > CHIPS));
    }

    // Verdict → the installations that have it, for an anomaly.
    verdicts(ordinal) {
      return grouped(VERDICTS, this.own.map((one) => [this.found.get(one)?.get(ordinal), one]));
    }

    // What a patch is → to which installations; empty where it is for another system, undefined for another product.
    fits(ordinal) {
      const told = this.patches.get(ordinal);
      return told && grouped(FITTING, told);
    }

    name({ product, os, version }) {
      return `${this.products.get(product).name} ${version}, ${this.systems[os]}`;
    }

    // Short marks of an entry for lists; none where nothing is known of it.
    short(id) {
      const [, kind, digits] = ID.exec(id) ?? [];
      const ordinal = Number(digits);
      const mark = (shape, text) => make("span", `kb-yours kb-${shape}`, text);
      if (kind === "FAQ") return this.asked.has(ordinal) ? [mark("ok", this.t.marks_about)] : [];
      const told = kind === "ANO" ? this.verdicts(ordinal) : kind === "PAT" ? this.fits(ordinal) : null;
      if (!told) return [];
      if (kind === "PAT" && !told.size) return [mark("no", this.t.marks_short_other_system)];
      const whose = (ones) => (told.size > 1 ? ` (${ones.map((one) => this.name(one)).join(this.t.semicolon)})` : "");
      const shapes = kind === "PAT" ? FORMS : SHAPES;
      return [...told].map(([name, ones]) => mark(shapes.get(name), this.t[`marks_short_${name}`] + whose(ones)));
    }

    // Whose marks these are, and the way to change that.
    bar() {
      const { t } = this;
      const names = this.own.slice(0, NAMED).map((one) => this.name(one));
      if (this.own.length > NAMED) names.push(filled(t.marks_more, { n: this.own.length - NAMED }));
      const change = Object.assign(make("a", "", t.marks_change), { href: urlOf(this.base, this.locale, "anomalies/affected.html") });
      change.setAttribute("aria-label", t.marks_change_label);
      return make("p", "kb-quiet kb-whose", filled(t.marks_for, { names: names.join(this.t.semicolon) }), " ", change);
    }

    // Marks what the page shows: its entry, the entries in its lists.
    async page() {
      const article = document.querySelector("article");
      const ids = [...article.querySelectorAll(".kb-list .kb-id, td.kb-id")].filter((id) => ID.test(id.textContent));
      const text = article.textContent;
      const entry = article.querySelector("[data-kb-about]");
      // A list of questions names no products.
      const asked = ids.some((id) => id.textContent.startsWith("FAQ-"));
      if (entry || ids.length) await this.read((name) => asked || text.includes(name));
      const told = entry ? this.entry(entry) : [];
      const explorer = article.querySelector("[data-kb-explorer]");
      let place = explorer;
      for (const id of ids) {
        const row = id.closest("li, tr");
        const marks = this.short(id.textContent);
        if (!marks.length) continue;
        place ??= row.closest("ul, table");
        // Beside the title: in a table its cell, in a list its line, or the part of it in which the id stands.
        (row.querySelector("th") ?? (id.parentElement === row ? row : row.lastElementChild)).append(...marks);
      }
      if (told.length) entry.after(make("div", "kb-mine", ...told, this.bar()));
      else place?.before(this.bar());
      document.documentElement.dataset.kbMarked = "";
    }

    // Lines about the page's own entry.
    entry(about) {
      const { t } = this;
      const line = (shape, text) => make("p", `kb-${shape}`, text);
      const [, kind, digits] = ID.exec(about.querySelector(".kb-id").textContent);
      const products = about.dataset.kbAbout.split(" ");
      if (!this.own.some(({ product }) => products.includes(product))) return [line("no", kind === "PAT" ? t.marks_other_patch : t.marks_other_product)];
      const ordinal = Number(digits);
      if (kind === "PAT") {
        const fits = this.fits(ordinal);
        if (!fits?.size) return fits ? [line("no", t.marks_other_system)] : [];
        return [...fits].flatMap(([fit, ones]) => ones.map((one) => line(FORMS.get(fit), filled(t[`marks_${fit}`], this.names(one)))));
      }
      return [...this.verdicts(ordinal)].flatMap(([verdict, ones]) => ones.map((one) => line(SHAPES.get(verdict), filled(t[`marks_${verdict}`], this.names(one)))));
    }

    names({ product, os, version }) {
      return { product: this.products.get(product).name, os: this.systems[os], version };
    }

    // What concerns the reader, as one more facet of an index. Its values that concern them: what is not stated about
    // an installation may well do so.
    async facet(index, kind) {
      const shelf = await index.ready();
      const table = await shelf.facets(shelf.kinds.indexOf(kind));
      if (!table) return null;
      await this.read(() => true);
      // What each kind of entry is to the reader, the labels of that, and which of it concerns them.
      const [known, told, mine] = {
        anomaly: [VERDICTS, (ordinal) => this.verdicts(ordinal), [AFFECTED, NOT_STATED]],
        patch: [FITTING, (ordinal) => this.fits(ordinal), [FITS, SYSTEM, AHEAD]],
        faq: [[ABOUT], (ordinal, row) => new Map(this.concerns(ordinal, table, row) ? [[ABOUT]] : []), [ABOUT]],
      }[kind];
      const starts = new Uint32Array(table.numbers.length + 1);
      const values = [];
      table.numbers.forEach((number, row) => {
        const own = told(globalThis.kbSearch.ordinalOf(number), row);
        known.forEach((name, place) => own?.has(name) && values.push(place));
        starts[row + 1] = values.length;
      });
      table.columns.mine = { starts, values };
      table.labels.mine = known.map((name) => [name, this.t[kind === "faq" ? "marks_about" : `marks_short_${name}`]]);
      return mine;
    }

    // Whether a FAQ is about an installation: it names its product on its system, or no product, and so all of them.
    concerns(ordinal, { columns }, row) {
      const { starts } = columns.product;
      return this.asked.has(ordinal) || starts[row] === starts[row + 1];
    }
  }

  const styled = (base) =>
    new Promise((resolve) => {
      const link = Object.assign(make("link"), { rel: "stylesheet", href: `${base}assets/kb/css/marks.css`, onload: resolve, onerror: resolve });
      document.head.append(link);
    });

  // Marks for some installations; null when the site knows none of them.
  const open = async (site, installations) => {
    const [texts] = await Promise.all([load(site.base, `texts/${site.locale}`), styled(site.base)]);
    const marks = new Marks(site, texts, installations);
    return marks.own.length ? marks : null;
  };
  globalThis.kbMarks = { open };
})();
