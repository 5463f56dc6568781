// The rail: who one is, and the places. On a phone it is a drawer.

import { icon, make, mark, reconcile } from "./dom.js";
import { avatar } from "./message.js";
import { words } from "./words.js";

/** Build the rail; `be(id)` and `go(place)` are called on a choice. Returns `{update, open, close}`. */
export function rail(parent, shade, { be, go }) {
  let opener = null;
  const close = () => {
    parent.classList.remove("open");
    shade.hidden = true;
    opener?.focus();
    opener = null;
  };
  const shut = make(
    "button.quiet",
    { type: "button", "aria-label": words.closeMenu, onclick: close },
    icon("close"),
  );
  const places = make("ul.places");
  const people = make("ul.people");
  parent.setAttribute("aria-label", words.menu);
  parent.append(
    make(
      "div.brand",
      {},
      mark(),
      make("span", {}, words.product),
      make("small", {}, words.sandbox),
      shut,
    ),
    make("section", { "aria-labelledby": "places-title" }, make("h2", { id: "places-title" }, words.places), places),
    make("section", { "aria-labelledby": "people-title" }, make("h2", { id: "people-title" }, words.youAre), people),
  );
  shade.addEventListener("click", close);
  parent.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && parent.classList.contains("open")) close();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const rows = [...parent.querySelectorAll(".row")];
      const at = rows.indexOf(document.activeElement);
      if (at < 0) return;
      event.preventDefault();
      rows[(at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length].focus();
    }
  });

  const count = (n) =>
    n ? make("span.count", { "aria-label": words.unread(n) }, String(Math.min(n, 99))) : null;

  const placeRow = (id, shape, title, unread, current) => [
    id,
    [title, unread, current],
    () =>
      make(
        "li",
        {},
        make(
          `button.row${unread ? ".new" : ""}`,
          {
            type: "button",
            "aria-current": String(current),
            "data-focus": `place-${id}`,
            onclick: () => {
              close();
              go(id);
            },
          },
          icon(shape),
          make("span.words", {}, make("span.name", {}, title)),
          count(unread),
        ),
      ),
  ];

  const personRow = (person, current) => [
    person.id,
    [person, current],
    () =>
      make(
        "li",
        {},
        make(
          `button.row${person.unread ? ".new" : ""}`,
          {
            type: "button",
            "aria-current": String(current),
            "aria-label": words.be(person.name),
            "data-focus": `person-${person.id}`,
            onclick: () => {
              close();
              be(person.id);
            },
          },
          avatar(person),
          make(
            "span.words",
            {},
            make("span.name", {}, person.name),
            make("span.about", {}, person.about),
          ),
          current ? null : count(person.unread),
        ),
      ),
  ];

  return {
    update(view, place) {
      reconcile(places, [
        placeRow("room", "room", view.room.title, view.unread.room, place === "room"),
        placeRow("dm", "chat", words.privateChat, view.unread.dm, place === "dm"),
        placeRow("home", "home", words.home, 0, place === "home"),
      ]);
      reconcile(people, view.people.map((person) => personRow(person, person.id === view.me)));
    },
    open(from) {
      opener = from;
      parent.classList.add("open");
      shade.hidden = false;
      shut.focus();
    },
    close,
  };
}
