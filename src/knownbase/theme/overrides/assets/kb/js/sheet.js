// The sheet of a product: the release that is chosen, or named in the address, in the same table as render/sheets.py.
// The state stands behind "#": windows/5.2.4. Titles and categories come from the index of the search.
(() => {
  "use strict";
  const kb = globalThis.kbSearch;
  const own = globalThis.kbAffected;
  const { make, filled } = kb;
  const COLUMNS = ["id", "title", "category", "impact", "status", "fix", "patch", "workaround"];
  const FORMS = { [own.AFFECTED]: ["bad", "affected"], [own.FIXED]: ["ok", "standing_fixed"], [own.NOT_STATED]: ["un", "not_stated"] };
  const ORDER = Object.keys(FORMS);
  const NONE = "–";

  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  class Sheet {
    constructor(place, { base, locale }) {
      Object.assign(this, { place, base, locale, turn: 0, known: JSON.parse(place.querySelector("script").textContent) });
      this.t = this.known.t;
      this.lists = place.nextElementSibling; // what stands there without scripts
      this.index = kb.open({ locale, load: kb.loader(`${base}search/${locale}/`, locale) });
    }

    async start() {
      const { known, t } = this;
      const labelled = (text, control) => make("label", "", text, control);
      this.os = make("select", "", ...known.os.map((id) => this.option(id, known.systems[id])));
      this.version = make("select");
      const print = Object.assign(make("button", "", t.sheet_print), { type: "button" });
      print.addEventListener("click", () => globalThis.print());
      const form = make("div", "kb-choose", labelled(t.affects_os, this.os), labelled(t.affects_version, this.version), print);
      this.shown = make("div");
      this.shown.setAttribute("aria-live", "polite");
      this.os.addEventListener("change", () => this.versions() ?? this.go());
      this.version.addEventListener("change", () => this.go());
      this.place.append(form, this.shown);
      this.place.hidden = false;
      addEventListener("hashchange", () => this.read() && this.show());
      this.versions();
      return this.read() ? this.show() : undefined;
    }

    option(value, text) {
      return Object.assign(make("option", "", text), { value });
    }

    // Releases of the chosen operating system, the latest first; none is chosen.
    versions() {
      const place = this.known.os.indexOf(this.os.value);
      const shipped = this.known.releases.filter(([, places]) => places.includes(place)).map(([version]) => this.option(version, version));
      this.version.replaceChildren(this.option("", this.t.affects_choose), ...shipped.reverse());
    }

    // Whether the address names a release of the product.
    read() {
      const [os, version] = location.hash.slice(1).split("/").map(decoded);
      if (!this.known.os.includes(os)) return false;
      this.os.value = os;
      this.versions();
      this.version.value = version ?? "";
      return this.version.selectedIndex > 0;
    }

    go() {
      try {
        history.replaceState(null, "", this.version.value ? `#${[this.os.value, this.version.value].map(encodeURIComponent).join("/")}` : location.pathname + location.search);
      } catch {
        // Some browsers allow no history to a page from a folder.
      }
      return this.show();
    }

    async show() {
      const turn = ++this.turn;
      const [os, version] = [this.os.value, this.version.value];
      let made = [];
      if (version) {
        try {
          made = await this.table(os, version);
        } catch {
          made = [Object.assign(make("p", "kb-note", this.t.affects_failed), { role: "alert" })];
        }
      }
      if (turn !== this.turn) return;
      this.shown.replaceChildren(...made);
      this.lists.hidden = version !== "";
      this.place.dataset.shown = version && `${os}/${version}`;
    }

    async table(os, version) {
      const { known, t } = this;
      const product = (this.product ??= new own.Product(await own.load(this.base, known.id)));
      const system = product.os.indexOf(os);
      const found = product.touching(system, version);
      const rank = ({ anomaly, verdict }) => ORDER.indexOf(verdict) * 2 + Number(!product.urgent(anomaly));
      found.sort((a, b) => rank(a) - rank(b) || b.anomaly - a.anomaly);
      const heading = make("h2", "", `${known.name} ${version} · ${known.systems[os]}`);
      if (!found.length) return [heading, make("p", "", t.sheet_none)];
      await this.index.ready();
      const documents = await this.index.documents(found.map(({ anomaly }) => kb.numberOf(0, product.ordinals[anomaly])));
      const counts = ORDER.map((verdict) => this.count(`sheet_${verdict}`, found.filter((one) => one.verdict === verdict).length));
      const heads = COLUMNS.map((name) => Object.assign(make("th", "", t[`sheet_col_${name}`]), { scope: "col" }));
      const rows = found.map((answer, n) => this.row(product, system, version, answer, documents[n]));
      return [heading, make("table", "kb-stack kb-sheet", make("caption", "", counts.join(" · ")), make("thead", "", make("tr", "", ...heads)), make("tbody", "", ...rows))];
    }

    row(product, system, version, { anomaly, verdict, fixes, elsewhere, here }, found) {
      const { t } = this;
      const id = `ANO-${String(product.ordinals[anomaly]).padStart(4, "0")}`;
      const [shape, word] = FORMS[verdict];
      const release = here ? version : fixes[0];
      const patch = release ? product.patchTo(system, release) : null;
      const title = Object.assign(make("th", "", found?.title ?? id), { scope: "row" });
      if (found && found.lang !== this.locale) title.lang = found.lang;
      const impacts = product.impacts(anomaly).flatMap((impact) => [make("span", "kb-loud", `▲ ${this.known.impacts[impact]}`), " "]);
      const cells = [
        [found?.chips.at(-1) ?? NONE],
        impacts.length ? impacts : [NONE],
        [make("span", `kb-${shape}`, t[word])],
        [release ?? this.noFix(product, verdict, elsewhere)],
        [patch ? this.link(`PAT-${String(patch[0]).padStart(4, "0")}`, "downloads") : NONE],
        [product.workaround(anomaly) ? Object.assign(this.link(id, "anomalies", "#do"), { className: "", textContent: t.sheet_yes }) : NONE],
      ];
      const labelled = cells.map((children, n) => {
        const cell = make("td", "", ...children);
        cell.dataset.l = t[`sheet_col_${COLUMNS[n + 2]}`];
        return cell;
      });
      return make("tr", "", make("td", "", this.link(id, "anomalies")), title, ...labelled);
    }

    noFix(product, verdict, elsewhere) {
      if (elsewhere.length) return filled(this.t.sheet_elsewhere, { os: elsewhere.map((place) => this.known.systems[product.os[place]]).join(", ") });
      return verdict === own.AFFECTED ? this.t.sheet_no_fix : NONE;
    }

    link(id, section, anchor = "") {
      return Object.assign(make("a", "kb-id", id), { href: kb.urlOf(this.base, this.locale, `${section}/${id}.html${anchor}`) });
    }

    count(key, n) {
      const one = n === 1 || (n === 0 && this.locale === "fr");
      return filled(this.t[`${key}_${one ? "one" : "many"}`], { n });
    }
  }
  kb.sheet = (place, site) => new Sheet(place, site).start();
})();
