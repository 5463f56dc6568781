// Dialogs: the bot's forms, and "are you sure". <dialog> keeps the focus inside, closes on Esc and
// gives the focus back.

import { icon, make } from "./dom.js";
import { blocks } from "./nodes.js";
import { words } from "./words.js";

/** Ask before something is done. Resolves with true or false. */
export function confirm({ title, text, yes, danger }) {
  return new Promise((resolve) => {
    const dialog = make(
      "dialog.ask",
      { "aria-labelledby": "ask-title" },
      make(
        "form",
        { method: "dialog" },
        make("header", {}, make("h2", { id: "ask-title" }, title)),
        make("div.body", {}, make("p", {}, text)),
        make(
          "footer",
          {},
          make("button.button", { value: "no" }, words.cancel),
          make(`button.button.${danger ? "danger" : "primary"}`, { value: "yes" }, yes),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Keeps the dialog of the form that is open for the person. `submit(values)` and `dismiss()` go to
 * the server; the dialog closes when the server's view has no form any more.
 */
export function forms({ submit, dismiss }) {
  let dialog = null;
  let open = null;

  const shut = () => {
    const old = dialog;
    dialog = null;
    open = null;
    old?.close();
    old?.remove();
  };

  const build = (form, people) => {
    const fields = form.fields.map((field) => fieldOf(field, form, people));
    const problem = make("p.wrong", { role: "alert", hidden: true });
    const go = make("button.button.primary", { type: "submit" }, form.submit);
    const body = make("div.body", {}, blocks(form.intro), fields.map((f) => f.element), problem);
    const paper = make(
      "form",
      { novalidate: true },
      make(
        "header",
        {},
        make("h2", { id: "form-title" }, form.title),
        make(
          "button.quiet",
          { type: "button", "aria-label": words.formClose, onclick: () => leave() },
          icon("close"),
        ),
      ),
      body,
      make("footer", {}, make("button.button", { type: "button", onclick: () => leave() }, words.cancel), go),
    );
    const leave = () => {
      shut();
      dismiss();
    };
    paper.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      go.disabled = true;
      try {
        await submit(Object.fromEntries(fields.map((f) => [f.name, f.read()])));
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
      } finally {
        go.disabled = false;
      }
    });
    const element = make("dialog", { "aria-labelledby": "form-title" }, paper);
    element.addEventListener("cancel", (event) => {
      event.preventDefault();
      leave();
    });
    return element;
  };

  return {
    update(form, people) {
      const sign = form ? `${form.id}/${form.shown}` : null;
      if (sign === open) return;
      if (!form) return shut();
      const again = open?.startsWith(`${form.id}/`);
      if (dialog) shut();
      open = sign;
      dialog = build(form, people);
      document.body.append(dialog);
      dialog.showModal();
      const first = again
        ? dialog.querySelector("[aria-invalid='true']")
        : dialog.querySelector(".field input, .field textarea, .field select");
      first?.focus();
    },
  };
}

/** A field's element, and how to read what was filled in. */
function fieldOf(field, form, people) {
  const id = `field-${field.name}`;
  const error = form.errors[field.name];
  const several = field.kind === "choices" || field.kind === "people";
  const options =
    field.kind === "person" || field.kind === "people"
      ? people.map((person) => ({ value: person.id, label: person.name }))
      : field.options;
  const describes = [field.hint && `${id}-hint`, error && `${id}-wrong`].filter(Boolean).join(" ");
  const attributes = {
    id,
    name: field.name,
    "aria-invalid": error ? "true" : null,
    "aria-describedby": describes || null,
    "aria-required": field.required ? "true" : null,
  };
  // Where something is chosen already, "optional" would only make one wonder.
  const settled = field.required || (field.kind === "choice" && field.value);
  const title = [field.label, settled ? null : make("span.optional", {}, ` (${words.optional})`)];
  const notes = [
    error ? make("p.wrong", { id: `${id}-wrong` }, error) : null,
    field.hint ? make("p.fine", { id: `${id}-hint` }, field.hint) : null,
  ];
  const few = field.kind === "choice" && options.length <= 6;

  if (several || few) {
    const chosen = new Set(Array.isArray(field.value) ? field.value : [field.value]);
    const boxes = options.map((option) =>
      make("input", {
        type: several ? "checkbox" : "radio",
        name: field.name,
        value: option.value,
        checked: chosen.has(option.value),
        "aria-invalid": error ? "true" : null,
      }),
    );
    const element = make(
      "fieldset.field",
      { "aria-describedby": describes || null },
      make("legend", {}, title),
      notes,
      options.map((option, n) => make("label.pick", {}, boxes[n], make("span", {}, option.label))),
    );
    const marked = () => boxes.filter((box) => box.checked).map((box) => box.value);
    return { name: field.name, element, read: () => (several ? marked() : (marked()[0] ?? "")) };
  }

  let input;
  if (field.kind === "choice" || field.kind === "person") {
    input = make(
      "select",
      attributes,
      make("option", { value: "" }, words.choose),
      options.map((option) => make("option", { value: option.value }, option.label)),
    );
    input.value = field.value;
  } else if (field.kind === "text") {
    input = make("textarea", { ...attributes, rows: 5, dir: "auto", value: field.value });
  } else {
    const type = { date: "date", time: "time" }[field.kind] ?? "text";
    input = make("input", { ...attributes, type, dir: "auto", value: field.value, autocomplete: "off" });
  }
  const element = make("div.field", {}, make("label", { for: id }, title), notes, input);
  return { name: field.name, element, read: () => input.value };
}
