// "Am I affected?": one's own installations, kept in this browser only; the verdict first, then each anomaly.
// They are read and kept by installations.js. Logic and data: affected/engine.js and one file a product. Titles come
// from the index of the search.
(() => {
  "use strict";
  const kb = globalThis.kbSearch;
  const own = globalThis.kbAffected;
  const { make, filled } = kb;
  const { MOST, read, written, kept, keep } = globalThis.kbInstallations;
  const FIRST = 50; // anomalies that are shown before "all of them"
  const [ANOMALY, PATCH] = ["anomaly", "patch"];

  const option = (value, text) => Object.assign(make("option", "", text), { value });
  let labels = 0;
  const labelled = (text, control) => {
    control.id = `kb-label-${++labels}`;
    const label = make("label", "", text);
    label.htmlFor = control.id;
    return make("div", "kb-labelled", label, control);
  };

  // A shape that repeats what words say.
  const unsaid = (text) => {
    const shape = make("span", "", text);
    shape.setAttribute("aria-hidden", "true");
    return shape;
  };

  class Page {
    constructor(place, { base, locale }) {
      Object.assign(this, { place, base, locale, ...JSON.parse(place.querySelector("script").textContent) });
      this.byId = new Map(this.products.map((one) => [one.id, one]));
      this.index = kb.open({ locale, load: kb.loader(`${base}search/${locale}/`, locale) });
      this.loaded = new Map();
    }

    start() {
      this.form = this.made();
      this.note = make("p", "kb-quiet");
      this.answers = make("div", "kb-answers");
      this.place.append(this.form, this.note, this.answers);
      this.place.hidden = false;
      this.place.nextElementSibling.hidden = true; // what stands there without scripts
      addEventListener("hashchange", () => this.all && written(this.all) !== location.hash.slice(1) && this.show(read(location.hash.slice(1))));
      return this.show(location.hash.length > 1 ? read(location.hash.slice(1)) : kept());
    }

    count(key, n) {
      const one = n === 1 || (n === 0 && this.locale === "fr");
      return filled(this.t[`${key}_${one ? "one" : "many"}`], { n });
    }

    // The form: each choice narrows the next.
    made() {
      const { t } = this;
      const [product, os, version] = ["product", "os", "version"].map((name) => Object.assign(make("select"), { name, required: true }));
      const another = Object.assign(make("input"), { name: "another", hidden: true, maxLength: 60, autocomplete: "off" });
      // What nobody has filled in yet is no mistake, until the form is sent without it.
      for (const one of [product, os, version, another]) {
        const wrong = (is) => one.setAttribute("aria-invalid", String(is));
        wrong(false);
        one.addEventListener("invalid", () => wrong(true));
        one.addEventListener("change", () => wrong(false));
      }
      another.setAttribute("aria-label", t.affects_another);
      const fill = (select, options) => {
        select.replaceChildren(option("", t.affects_choose), ...options);
        if (options.length === 1) select.value = options[0].value;
      };
      const systems = () => {
        const chosen = this.byId.get(product.value);
        fill(os, (chosen?.os ?? []).map((id) => option(id, this.systems[id])));
        versions();
      };
      const versions = () => {
        const chosen = this.byId.get(product.value);
        const shipped = os.value ? chosen.releases.filter(([, places]) => places.includes(chosen.os.indexOf(os.value))) : [];
        const options = shipped.map(([name]) => option(name, name)).reverse();
        fill(version, os.value ? [...options, option("?", t.affects_another)] : []);
        other();
      };
      const other = () => {
        another.hidden = another.disabled = version.value !== "?";
        another.required = !another.hidden;
      };
      product.addEventListener("change", systems);
      os.addEventListener("change", versions);
      version.addEventListener("change", other);
      fill(product, this.products.map(({ id, name }) => option(id, name)));
      systems();
      const button = Object.assign(make("button", "kb-do", t.affects_add), { type: "submit" });
      const help = this.guide ? [make("p", "kb-quiet", Object.assign(make("a", "", t.affects_find_version), { href: this.guide }))] : [];
      const form = make("form", "kb-installation", labelled(t.affects_product, product), labelled(t.affects_os, os), labelled(t.affects_version, version), another, button, ...help);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const one = { product: product.value, os: os.value, version: (version.value === "?" ? another.value : version.value).trim() };
        const rest = this.all.filter((other) => written([other]) !== written([one]));
        this.show([one, ...rest].slice(0, MOST)).then(() => this.answers.querySelector("h2")?.focus());
      });
      return form;
    }

    // Shows what is published about some installations, and keeps those that the site knows.
    async show(all) {
      const known = all.filter(({ product, os }) => this.byId.get(product)?.os.includes(os));
      const dropped = all.filter((one) => !known.includes(one));
      this.all = known;
      const stays = keep(known);
      const notes = [stays ? this.t.affects_kept : this.t.affects_not_kept];
      if (dropped.length) notes.push(filled(this.t.affects_dropped, { names: dropped.map((one) => Object.values(one).join(" ")).join(", ") }));
      this.note.textContent = notes.join(" ");
      this.note.hidden = stays && !all.length;
      try {
        history.replaceState(null, "", known.length ? `#${written(known)}` : location.pathname + location.search);
      } catch {
        // Some browsers allow no history to a page from a folder.
      }
      const sections = await Promise.all(known.map((one) => this.section(one)));
      this.answers.replaceChildren(...sections);
      this.place.dataset.answered = written(known);
    }

    // The data of a product, fetched once.
    data(id) {
      if (!this.loaded.has(id)) {
        const loaded = own.load(this.base, id).then((data) => new own.Product(data));
        loaded.catch(() => this.loaded.delete(id));
        this.loaded.set(id, loaded);
      }
      return this.loaded.get(id);
    }

    async section(one) {
      const { t } = this;
      const { name } = this.byId.get(one.product);
      const heading = make("h2", "", `${name} ${one.version} · ${this.systems[one.os]}`);
      heading.tabIndex = -1;
      const remove = Object.assign(make("button", "kb-undo", t.affects_remove), { type: "button" });
      remove.setAttribute("aria-label", `${t.affects_remove}${t.colon}${heading.textContent}`);
      remove.addEventListener("click", () => this.show(this.all.filter((other) => other !== one)).then(() => this.form.querySelector("select").focus()));
      const section = make("section", "kb-answer", make("div", "kb-answer-top", heading, remove));
      heading.id = `kb-label-${++labels}`;
      section.setAttribute("aria-labelledby", heading.id);
      try {
        const product = await this.data(one.product);
        const [verdict, ...rest] = await this.answer(product, one);
        section.append(verdict, ...rest, ...this.reported(one));
        // Who hears the heading, which has the focus, hears the verdict with it.
        verdict.id = `kb-label-${++labels}`;
        heading.setAttribute("aria-describedby", verdict.id);
      } catch {
        section.append(Object.assign(make("p", "kb-note", t.affects_failed), { role: "alert" }));
      }
      return section;
    }

    async answer(product, one) {
      const { t } = this;
      const system = product.os.indexOf(one.os);
      if (!product.shipped(product.order.get(one.version), system)) return [make("p", "kb-verdict kb-un", t.affects_unlisted)];
      const found = product.answers(system, one.version);
      const of = (verdict) => found.filter((answer) => answer.verdict === verdict);
      const touched = of(own.AFFECTED).sort((a, b) => Number(!product.urgent(a.anomaly)) - Number(!product.urgent(b.anomaly)) || b.anomaly - a.anomaly);
      const urgent = touched.filter(({ anomaly }) => product.urgent(anomaly)).length;
      const verdict = touched.length ? this.count("affects_count", touched.length) : t.affects_none;
      const line = make("p", `kb-verdict ${touched.length ? "kb-bad" : "kb-no"}`, urgent ? `${verdict}, ${this.count("affects_urgent", urgent)}` : verdict);
      const rest = [
        [own.FIXED, "affects_fixed_count"],
        [own.NOT_AFFECTED, "affects_later_count"],
        [own.NOT_STATED, "affects_unstated_count"],
      ]
        .map(([what, key]) => [of(what), key])
        .filter(([answers]) => answers.length)
        .map(([answers, key]) => this.drawer(this.count(key, answers.length), product, answers, system));
      const list = touched.length ? [await this.list(product, touched.slice(0, FIRST), system)] : [];
      const more = touched.length > FIRST ? [this.drawer(`${t.affects_list} (${touched.length})`, product, touched.slice(FIRST), system)] : [];
      return [line, ...list, ...more, ...rest, this.upgrade(product, one, system), this.printable(one)];
    }

    // The way to the sheet of the release, to be printed for the file of a change.
    printable(one) {
      const link = make("a", "", this.t.sheet_name);
      link.href = kb.urlOf(this.base, this.locale, `sheets/${one.product}.html#${[one.os, one.version].map(encodeURIComponent).join("/")}`);
      return make("p", "", link);
    }

    // The way to a report that names the installation already.
    reported(one) {
      if (!this.report) return [];
      return [make("p", "", Object.assign(make("a", "", this.t.affects_report), { href: `${this.report}?${new URLSearchParams(one)}` }))];
    }

    // A list that is made when somebody opens it.
    drawer(title, product, answers, system) {
      const drawer = make("details", "kb-fold", make("summary", "", title));
      const open = async () => drawer.append(await this.list(product, answers, system));
      drawer.addEventListener("toggle", open, { once: true });
      return drawer;
    }

    async list(product, answers, system) {
      const numbers = answers.map(({ anomaly }) => this.number(ANOMALY, product.ordinals[anomaly]));
      const shown = await this.titles(numbers);
      return make("ul", "kb-list", ...answers.map((answer, n) => this.item(product, answer, shown[n], system)));
    }

    // Titles as the search has them; null where its index cannot be read.
    async titles(numbers) {
      try {
        await this.index.ready();
        return await this.index.documents(numbers);
      } catch {
        return numbers.map(() => null);
      }
    }

    number(kind, ordinal) {
      return kb.numberOf({ anomaly: 0, faq: 1, patch: 2 }[kind], ordinal);
    }

    entry(kind, ordinal, found, anchor = "") {
      const { prefix, section } = { anomaly: { prefix: "ANO", section: "anomalies" }, patch: { prefix: "PAT", section: "downloads" } }[kind];
      const id = `${prefix}-${String(ordinal).padStart(4, "0")}`;
      const link = Object.assign(make("a", "", found?.title ?? id), { href: kb.urlOf(this.base, this.locale, `${section}/${id}.html${anchor}`) });
      if (found && found.lang !== this.locale) link.lang = found.lang;
      return { id, link };
    }

    item(product, { anomaly, verdict, fixes, elsewhere }, found, system) {
      const { t } = this;
      const { id, link } = this.entry(ANOMALY, product.ordinals[anomaly], found);
      const about = make("div", "", link);
      const item = make("li", "", make("span", "kb-id", id), about);
      for (const impact of product.impacts(anomaly)) about.append(" ", make("span", "kb-loud", unsaid("▲ "), this.impacts[impact]));
      if (verdict !== own.AFFECTED) return item;
      const says = make("span", fixes.length ? "kb-ok" : "kb-un", this.fixText(product, fixes, elsewhere));
      const line = make("p", "", says);
      const patch = fixes.length ? product.patchTo(system, fixes[0]) : null;
      if (patch) {
        const to = this.entry(PATCH, patch[0], null);
        line.append(unsaid(" → "), to.link);
      }
      if (product.workaround(anomaly)) {
        const around = this.entry(ANOMALY, product.ordinals[anomaly], { title: t.workaround, lang: this.locale }, "#do").link;
        around.setAttribute("aria-label", `${t.workaround}${t.colon}${id}`); // there are many of them
        line.append(unsaid(" · "), around);
      }
      about.append(line);
      return item;
    }

    fixText(product, fixes, elsewhere) {
      if (fixes.length) return filled(this.t.fixed_in, { version: fixes[0] });
      if (!elsewhere.length) return this.t.affects_no_fix;
      return filled(this.t.affects_elsewhere, { os: elsewhere.map((place) => this.systems[product.os[place]]).join(", ") });
    }

    // What a later release on the same operating system would change.
    upgrade(product, one, system) {
      const { t } = this;
      const own = product.order.get(one.version);
      const later = product.releases.filter((_, rank) => rank > own && product.shipped(rank, system)).map(([version]) => version);
      const drawer = make("details", "kb-fold kb-upgrade", make("summary", "", t.upgrade_title));
      if (!later.length) drawer.hidden = true;
      const to = make("select", "", option("", t.affects_choose), ...later.reverse().map((version) => option(version, version)));
      const told = make("div");
      told.setAttribute("aria-live", "polite");
      to.addEventListener("change", async () => told.replaceChildren(...(to.value ? await this.changes(product, one.version, to.value, system) : [])));
      drawer.append(labelled(t.upgrade_to, to), told);
      return drawer;
    }

    async changes(product, from, to, system) {
      const { t } = this;
      const found = product.change(system, from, to);
      const parts = await Promise.all(
        Object.entries(found).map(async ([name, anomalies]) => {
          const title = make("h3", "", `${t[`upgrade_${name}`]} (${anomalies.length})`);
          const answers = anomalies.map((anomaly) => ({ anomaly, verdict: "" }));
          return anomalies.length ? [title, await this.list(product, answers, system)] : [title, make("p", "kb-quiet", t.upgrade_nothing)];
        }),
      );
      const way = product.way(system, from, to);
      const steps = (way ?? []).map((place) => product.patches[place]);
      const shown = await this.titles(steps.map(([ordinal]) => this.number(PATCH, ordinal)));
      const list = make("ol", "", ...steps.map(([ordinal], n) => make("li", "", this.entry(PATCH, ordinal, shown[n]).link)));
      return [...parts.flat(), make("h3", "", t.upgrade_way), way ? list : make("p", "kb-note", t.upgrade_no_way), make("p", "kb-quiet", t.upgrade_covered)];
    }
  }
  kb.affected = (place, site) => new Page(place, site).start();
})();
