/**
 * The small menu of one result: open, open in a new tab, copy the link, copy a reply.
 * Arrow keys, Home and End move; Esc, ← and Tab lead back to the field.
 */
(() => {
  "use strict";
  const { make } = kbFind;

  /**
   * @param {{items: [string, (hit: object) => void][], closed: () => void}} options
   *   `items`: key of the text, and what it does.
   */
  kbFind.createMenu = ({ items, closed }) => {
    const buttons = items.map(([key]) => make("button", { type: "button", role: "menuitem", tabindex: "-1" }, kbFind.texts[key]));
    const menu = make("div", { class: "kb-menu-of", role: "menu", hidden: "" }, ...buttons);
    let hit = null;

    function close() {
      if (menu.hidden) return;
      menu.hidden = true;
      closed();
    }

    /** Below the result, or above it where there is no room. */
    function put(beside) {
      const frame = kbFind.dialog.getBoundingClientRect();
      const row = beside.getBoundingClientRect();
      const below = row.bottom - frame.top;
      const fits = below + menu.offsetHeight < frame.height;
      menu.style.top = `${Math.max(0, fits ? below : row.top - frame.top - menu.offsetHeight)}px`;
    }

    buttons.forEach((button, i) =>
      button.addEventListener("click", () => {
        const chosen = hit;
        close();
        items[i][1](chosen);
      }),
    );
    menu.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (to !== undefined) buttons.at(to % buttons.length).focus();
      else if (["Escape", "ArrowLeft", "Tab"].includes(event.key)) close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
    });

    return {
      element: menu,
      close,
      open(of, beside) {
        hit = of;
        menu.setAttribute("aria-label", kbFind.say("find_actions_of", { title: of.title }));
        menu.hidden = false;
        put(beside);
        buttons[0].focus();
      },
    };
  };
})();
