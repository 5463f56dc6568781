// Where one writes: a growing field, slash commands and names completed, Enter sends.

import { icon, make } from "./dom.js";
import { avatar } from "./message.js";
import { words } from "./words.js";

const LIMIT = 40000;
let made = 0;

/**
 * A composer in `parent`. `send(text)` resolves when it was taken. Returns `update({person, label,
 * commands, people, disabled})`, `focus()` and `offer(text)`, which puts words in for the person to
 * send. Drafts are kept under `update`'s `draft` name, so that switching places loses none.
 */
export function composer(parent, { send }) {
  made += 1;
  const drafts = new Map();
  let now = { draft: "", commands: [], people: [] };
  let shown = [];
  let chosen = 0;

  const listId = `completions-${made}`;
  const face = make("span");
  const area = make("textarea", {
    rows: 1,
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    title: words.sendHow,
    enterkeyhint: "send",
    dir: "auto",
  });
  const list = make("ul.completions", { id: listId, role: "listbox", hidden: true });
  const go = make("button.send", { type: "button", "aria-label": words.send, title: words.send }, icon("send"));
  const problem = make("p.problem", { role: "alert", hidden: true });
  const box = make("div.composer.as", {}, face, area, go, list);
  parent.append(problem, box);

  const say = (text) => {
    problem.textContent = text ?? "";
    problem.hidden = !text;
  };
  const grow = () => {
    go.disabled = !area.value.trim() || area.disabled;
    if (!CSS.supports("field-sizing", "content")) {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight}px`;
    }
  };

  const hide = () => {
    list.hidden = true;
    shown = [];
    area.setAttribute("aria-expanded", "false");
    area.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    chosen = to < 0 ? shown.length - 1 : to % shown.length;
    [...list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === chosen)));
    list.children[chosen].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", `${listId}-${chosen}`);
  };
  const complete = () => {
    shown = area.selectionStart === area.value.length ? suggestions(area.value, now) : [];
    if (!shown.length) return hide();
    list.setAttribute("aria-label", shown[0].kind);
    list.replaceChildren(
      ...shown.map((item, n) =>
        make(
          "li",
          {
            id: `${listId}-${n}`,
            role: "option",
            onpointerdown: (event) => {
              event.preventDefault();
              take(item);
            },
          },
          make("b", {}, item.label),
          make("span", {}, item.help),
        ),
      ),
    );
    list.hidden = false;
    area.setAttribute("aria-expanded", "true");
    area.removeAttribute("aria-activedescendant");
    chosen = -1;
    // What is complete as it stands is sent by Enter, not made longer.
    if (!isWhole(area.value, now.commands)) point(0);
  };
  const take = (item) => {
    area.value = item.text;
    grow();
    complete();
    area.focus();
  };

  const submit = async () => {
    const text = area.value.trim();
    if (!text) return;
    if (text.length > LIMIT) return say(words.tooLong(LIMIT));
    const draft = now.draft;
    hide();
    area.value = "";
    drafts.delete(draft);
    grow();
    try {
      await send(text);
      say();
    } catch (error) {
      // What was written comes back, unless something else was begun meanwhile.
      if (now.draft === draft && !area.value) area.value = text;
      else drafts.set(draft, text);
      grow();
      say(error.message);
    }
  };

  go.addEventListener("click", () => submit().then(() => area.focus()));
  area.addEventListener("input", () => {
    say();
    grow();
    complete();
  });
  area.addEventListener("blur", hide);
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (shown.length) {
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps) {
        event.preventDefault();
        return point(chosen < 0 ? Math.min(steps[event.key], 0) : chosen + steps[event.key]);
      }
      if (event.key === "Tab" && !event.shiftKey) {
        event.preventDefault();
        return take(shown[Math.max(chosen, 0)]);
      }
      if (event.key === "Enter" && !event.shiftKey && chosen >= 0) {
        event.preventDefault();
        return take(shown[chosen]);
      }
      if (event.key === "Escape") {
        event.stopPropagation();
        return hide();
      }
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });

  return {
    update(next) {
      if (next.draft !== now.draft) {
        drafts.set(now.draft, area.value);
        area.value = drafts.get(next.draft) ?? "";
        hide();
        say();
      }
      now = next;
      if (face.dataset.who !== next.person.id) {
        face.dataset.who = next.person.id;
        face.replaceChildren(avatar(next.person, "small"));
      }
      area.placeholder = next.label;
      area.setAttribute("aria-label", next.label);
      area.disabled = Boolean(next.disabled);
      grow();
    },
    focus: () => area.focus(),
    offer(text) {
      area.value = text;
      area.focus();
      grow();
      complete();
    },
  };
}

/** A command without what may follow it: `prompt [NAME] [now|DATE]` is `prompt`. */
const bare = (usage) => usage.replace(/\s+([[<@(]|[A-Z]).*$/, "");

/** Whether a text is a command that can be given as it stands. */
function isWhole(text, commands) {
  const given = /^\/cohort\s*(.*)$/is.exec(text)?.[1].trim().toLowerCase();
  return given === "" || commands.some(([usage]) => bare(usage) === given);
}

/** What could be meant: commands at the beginning of a message, people after an @. */
function suggestions(text, { commands, people }) {
  if (/^\/[a-z]*$/i.test(text) && "/cohort".startsWith(text.toLowerCase())) {
    return [{ kind: words.commands, label: "/cohort", help: "", text: "/cohort " }];
  }
  const command = /^\/cohort\s+(.*)$/is.exec(text);
  if (command) {
    const begun = command[1].toLowerCase();
    return commands
      .filter(([word]) => word.startsWith(begun) && bare(word) !== begun.trim())
      .map(([word, help]) => ({
        kind: words.commands,
        label: word,
        help,
        text: `/cohort ${bare(word)} `,
      }));
  }
  const name = /(^|\s)@([\p{L}\d_-]*)$/u.exec(text);
  if (name) {
    const begun = name[2].toLowerCase();
    return people
      .filter((p) => p.id.startsWith(begun) || p.name.toLowerCase().startsWith(begun))
      .map((p) => ({
        kind: words.people,
        label: `@${p.id}`,
        help: p.name,
        text: `${text.slice(0, text.length - begun.length)}${p.id} `,
      }));
  }
  return [];
}
