// Three suggestions for someone who is here for the first time; they can be put away.

import { icon, make, reconcile } from "./dom.js";
import { words } from "./words.js";

const PUT_AWAY = "roundtable-hints-hidden";

/** Suggestions in `parent`. `tries` says what each one does, by name. */
export function hints(parent, tries) {
  let hidden = localStorage.getItem(PUT_AWAY) === "yes";
  return {
    update(view, place) {
      const me = view.people.find((person) => person.id === view.me);
      const names = view.moderator ? ["cohort", "preview", "time"] : ["answer", "mine", "chat"];
      const data = hidden || place === "home" ? null : [me.name, view.moderator, names];
      reconcile(
        parent,
        data
          ? [
              [
                "hint",
                data,
                () =>
                  make(
                    "div.hint",
                    { role: "note" },
                    make("b", {}, words.hintHello(me.name, view.moderator)),
                    make("span", {}, words.hintTry),
                    names.map((name) =>
                      make(
                        "button.try",
                        { type: "button", "data-focus": `hint-${name}`, onclick: tries[name] },
                        words.hints[name],
                      ),
                    ),
                    make(
                      "button.quiet",
                      {
                        type: "button",
                        "aria-label": words.hintClose,
                        title: words.hintClose,
                        onclick: () => {
                          hidden = true;
                          localStorage.setItem(PUT_AWAY, "yes");
                          parent.replaceChildren();
                          reconcile(parent, []);
                          tries.done();
                        },
                      },
                      icon("close"),
                    ),
                  ),
              ],
            ]
          : [],
      );
    },
  };
}
