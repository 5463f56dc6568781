// One message: who, when, what was said or shown, its buttons, reactions and way into the thread.

import { icon, make, mark } from "./dom.js";
import { blocks } from "./nodes.js";
import { emoji, words } from "./words.js";

export function avatar(person, size = "") {
  if (!person) {
    return make(`span.avatar.bot${size && `.${size}`}`, { "aria-hidden": "true" }, mark());
  }
  return make(
    `span.avatar.tone-${person.tone}${size && `.${size}`}`,
    { "aria-hidden": "true" },
    person.initials,
  );
}

/**
 * The element of a message. `context` has `people` (by id), `inThread`, `follows` (said by the
 * same one just before), and `act`, the gestures: press, react, keep, reply, edit, remove.
 */
export function message(item, context) {
  const { people, act } = context;
  const person = item.from === "bot" ? null : people.get(item.from);
  const name = person ? person.name : words.bot;
  const follows = context.follows && !item.only_me;
  const element = make(
    `li.message${follows ? ".follows" : ""}${item.only_me ? ".private" : ""}`,
    { id: `message-${item.id}`, "data-id": item.id, "aria-label": `${name}, ${item.when}` },
    avatar(person),
  );
  const said = make("div.said", {}, head(item, person, name));
  if (item.gone) said.append(make("p.text.gone", {}, words.gone));
  else if (item.card) said.append(card(item, act));
  else said.append(spoken(item));
  said.append(below(item, context));
  element.append(said);
  if (!item.gone && !item.only_me) element.append(tools(item, element, name, context));
  element.addEventListener("focusout", (event) => {
    if (!element.contains(event.relatedTarget)) element.classList.remove("acting");
  });
  return element;
}

/** A person's words; "edited" stands behind the last of them. */
function spoken(item) {
  const text = make("div.text", { dir: "auto" }, blocks(item.blocks));
  if (item.edited) text.lastChild.append(editedMark());
  return text;
}

const editedMark = () => make("span.edited", {}, ` (${words.edited})`);

function head(item, person, name) {
  return make(
    "div.who",
    {},
    make("b", {}, name),
    person ? null : make("span.app", {}, words.app),
    make("time", { datetime: item.at }, item.time),
    item.card && item.edited ? editedMark() : null,
    item.only_me ? make("span.only-you", {}, icon("eye"), words.onlyYou) : null,
  );
}

/** The bot's card: its blocks and a row of buttons, then its parts, set apart by lines. */
export function card(item, act) {
  return make(
    "div.card.text",
    {},
    blocks(item.blocks),
    rowOfButtons(item, item.buttons, 0, act),
    item.parts.map((part) =>
      make(
        "div.part.text",
        {},
        blocks(part.blocks),
        rowOfButtons(item, part.buttons, part.above, act),
      ),
    ),
  );
}

/** Buttons in a row; `above` is how many of the card's stand above them. */
function rowOfButtons(item, those, above, act) {
  const buttons = those.map((button, at) => {
    const n = above + at;
    return button.url
      ? make(
          `a.button.${button.style}`,
          { href: button.url, target: "_blank", rel: "noopener noreferrer" },
          button.label,
        )
      : make(
          `button.button.${button.style}`,
          {
            type: "button",
            "data-focus": `${item.id}-button-${n}`,
            onclick: (event) => act.press(item, n, button, event.currentTarget),
          },
          button.label,
        );
  });
  return buttons.length ? make("div.row-of-buttons", {}, buttons) : null;
}

function below(item, { people, act, inThread }) {
  const row = make("div.below");
  for (const reaction of item.reactions) {
    const glyph = emoji[reaction.emoji] ?? `:${reaction.emoji}:`;
    const names = reaction.who.map((id) => people.get(id)?.name ?? id).join(", ");
    row.append(
      make(
        "button.reaction",
        {
          type: "button",
          title: words.reactedBy(names, reaction.emoji),
          "aria-label": `${words.reactedBy(names, reaction.emoji)}; ${
            reaction.mine ? words.takeBack : words.addYours
          }`,
          "aria-pressed": String(reaction.mine),
          "data-focus": `${item.id}-${reaction.emoji}`,
          onclick: () => act.react(item, reaction.emoji),
        },
        make("span", {}, glyph),
        make("span", {}, String(reaction.who.length)),
      ),
    );
  }
  if (item.replies && !inThread) {
    row.append(
      make(
        "button.into-thread",
        {
          type: "button",
          "data-focus": `${item.id}-thread`,
          onclick: (event) => act.reply(item, event.currentTarget),
        },
        make(
          "span.faces",
          {},
          item.voices.map((id) => avatar(id === "bot" ? null : people.get(id), "small")),
        ),
        words.replies(item.replies),
        item.unread ? make("span.count", {}, words.unread(item.unread)) : null,
        make("span.last", {}, words.lastReply(item.last_reply)),
      ),
    );
  }
  return row;
}

function tools(item, element, name, { act, inThread }) {
  const tool = (shape, label, run) =>
    make(
      `button.quiet`,
      {
        type: "button",
        title: label,
        "aria-label": label,
        "data-focus": `${item.id}-${shape}`,
        onclick: (event) => run(event.currentTarget),
      },
      icon(shape),
    );
  const bar = make("div.tools", { role: "group", "aria-label": words.actions(name) });
  bar.append(tool("smile", words.react, (opener) => pick(item, element, opener, act)));
  bar.append(tool("keep", words.keep, () => act.keep(item)));
  if (!inThread && item.threads) bar.append(tool("reply", words.reply, (o) => act.reply(item, o)));
  if (item.mine) {
    bar.append(tool("edit", words.edit, () => rewrite(item, element, act)));
    bar.append(tool("bin", words.remove, (opener) => act.remove(item, opener)));
  }
  const more = make(
    "button.quiet.more",
    {
      type: "button",
      "aria-label": words.more,
      onclick: () => {
        element.classList.toggle("acting");
      },
    },
    icon("more"),
  );
  bar.append(more);
  return bar;
}

/** A small board of reactions over the message; Esc closes it. */
function pick(item, element, opener, act) {
  element.querySelector(".emojis")?.remove();
  const close = () => {
    board.remove();
    element.classList.remove("acting");
  };
  const board = make(
    "div.emojis",
    { role: "group", "aria-label": words.react },
    Object.entries(emoji).map(([name, glyph]) =>
      make(
        "button",
        {
          type: "button",
          "aria-label": name.replaceAll("_", " "),
          title: name.replaceAll("_", " "),
          onclick: () => {
            close();
            act.react(item, name);
            opener.focus();
          },
        },
        glyph,
      ),
    ),
  );
  board.addEventListener("keydown", (event) => {
    const keys = [...board.children];
    const at = keys.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 5, ArrowUp: -5 }[event.key];
    if (step) {
      keys[(at + step + keys.length) % keys.length].focus();
      event.preventDefault();
    } else if (event.key === "Escape") {
      close();
      opener.focus();
      event.stopPropagation();
    }
  });
  board.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !board.contains(event.relatedTarget)) close();
  });
  element.append(board);
  // In the lowest message the board would be cut off.
  board.scrollIntoView({ block: "nearest" });
  board.firstChild.focus();
}

/** Put a text field in the place of one's own words. */
function rewrite(item, element, act) {
  const old = element.querySelector(".text");
  const area = make("textarea", { rows: 2, "aria-label": words.editLabel, value: item.raw });
  const done = () => {
    field.replaceWith(old);
    element.classList.remove("acting");
    element.querySelector('.tools [data-focus$="-edit"]')?.focus();
  };
  const save = () => {
    if (area.value.trim() && area.value !== item.raw) act.edit(item, area.value).then(done, () => {});
    else done();
  };
  const field = make(
    "div.editing",
    {},
    area,
    make(
      "div.row-of-buttons",
      {},
      make("button.button.primary", { type: "button", onclick: save }, words.save),
      make("button.button", { type: "button", onclick: done }, words.cancel),
    ),
  );
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      done();
    } else if (event.key === "Enter" && !event.shiftKey && event.target === area && !event.isComposing) {
      event.preventDefault();
      save();
    }
  });
  old.replaceWith(field);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}
