// Block Kit as DOM nodes. A `desk` says what happens when something is pressed, chosen or typed:
//   desk.current(block, element)         what the element holds now, in the form that acts send (text, value, id, list)
//   desk.press(block, element)           a button
//   desk.choose(block, element, chosen)  a select, date, radio … that the app hears of at once
//   desk.set(block, element, chosen)     an input that is sent later, with the form or with the next click
//   desk.suggest(block, element, query)  options of an external select (a promise)
//   desk.errors                          block_id -> message;  desk.prefix makes DOM ids unique

import { icon } from "./icons.js";
import { el, markdown, richText, textObject, withEmoji } from "./text.js";

let people = [];
let places = [];

export function learnOptions(state) {
  people = state.users.filter((user) => !user.bot).map((user) => ({ value: user.id, text: user.real_name }));
  places = state.channels.filter((channel) => !channel.im).map((channel) => ({ value: channel.id, text: `#${channel.name}` }));
}

export function blocks(list, desk) {
  return list.map((block) => el("div", { className: `block block-${block.type}`, "data-block-id": block.block_id }, one(block, desk)));
}

function one(block, desk) {
  switch (block.type) {
    case "section": return section(block, desk);
    case "header": return el("h3", { className: "block-title" }, textObject(block.text));
    case "context": return block.elements.map((item) => (item.type === "image" ? image(item, "context-image") : el("span", {}, textObject(item))));
    case "actions": return block.elements.map((element) => control(block, element, desk));
    case "divider": return el("hr");
    case "image": return el("figure", {}, block.title && el("figcaption", {}, textObject(block.title)), image(block, "block-picture"));
    case "input": return input(block, desk);
    case "rich_text": return richText(block);
    case "markdown": return markdown(block.text);
    case "table": return table(block);
    default: return el("em", {}, `（このページでは表示できないブロック: ${block.type}）`);
  }
}

const image = (item, className) => el("img", { className, src: item.image_url ?? "", alt: item.alt_text, title: item.alt_text });

function section(block, desk) {
  return el("div", { className: "section" },
    el("div", { className: "section-text" },
      block.text && el("div", {}, textObject(block.text)),
      block.fields && el("div", { className: "fields" }, block.fields.map((field) => el("div", {}, textObject(field))))),
    block.accessory && el("div", { className: "accessory" },
      block.accessory.type === "image" ? image(block.accessory, "accessory-image") : control(block, block.accessory, desk)));
}

function table(block) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (content, column) =>
    el(tag, { style: `text-align:${settings[column]?.align ?? "left"};${settings[column]?.is_wrapped ? "white-space:normal;min-width:9em" : "white-space:nowrap"}` },
      content.type === "rich_text" ? richText(content) : withEmoji(content.text));
  const [head, ...rows] = block.rows;
  return el("div", { className: "table-scroll", tabindex: "0" }, el("table", {},
    el("thead", {}, el("tr", {}, head.map(cell("th")))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map(cell("td")))))));
}

function input(block, desk) {
  const id = `${desk.prefix}-${block.block_id}`;
  const error = desk.errors?.[block.block_id];
  const grouped = ["radio_buttons", "checkboxes"].includes(block.element.type) || block.element.type.startsWith("multi_");
  const about = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  const field = control(block, block.element, desk, { id, testid: `input-${block.block_id}`, about, typed: true });
  const label = [withEmoji(block.label.text), block.optional && el("span", { className: "optional" }, "（任意）")];
  return el(grouped ? "fieldset" : "div", { className: error ? "field has-error" : "field" },
    grouped ? el("legend", {}, label) : el("label", { for: id }, label),
    field,
    block.hint && el("p", { className: "hint", id: `${id}-hint` }, withEmoji(block.hint.text)),
    error && el("p", { className: "error", id: `${id}-error`, role: "alert", testid: `error-${block.block_id}` }, error));
}

// -- the interactive elements

function control(block, element, desk, more = {}) {
  const name = element.placeholder?.text ?? element.accessibility_label ?? element.action_id;
  const common = {
    id: more.id,
    testid: more.testid ?? `action-${element.action_id}`,
    "aria-label": more.id ? undefined : name,
    "aria-describedby": more.about,
    "data-focus": element.focus_on_load ? "1" : undefined,
  };
  const later = more.typed && !block.dispatch_action;
  const tell = async (chosen, back) => {
    if (element.confirm && !(await ask(element.confirm))) return back?.();
    return later ? desk.set(block, element, chosen) : desk.choose(block, element, chosen);
  };
  const now = desk.current(block, element);
  switch (element.type) {
    case "button": return button(block, element, desk, common);
    case "overflow": return overflow(block, element, desk, common);
    case "static_select": return select(element, groupsOf(element), now, tell, common);
    case "users_select": return select(element, [{ options: people }], now, tell, common);
    case "channels_select":
    case "conversations_select": return select(element, [{ options: places }], now, tell, common);
    case "external_select": return combobox(block, element, desk, now, tell, common);
    case "multi_static_select":
    case "checkboxes": return checks(element, groupsOf(element).flatMap((group) => group.options), now, tell, common);
    case "multi_users_select": return checks(element, people, now, tell, common);
    case "multi_channels_select":
    case "multi_conversations_select": return checks(element, places, now, tell, common);
    case "radio_buttons": return radios(element, now, tell, common);
    case "datepicker": return simple("date", element, now, tell, common);
    case "timepicker": return simple("time", element, now, tell, common);
    case "plain_text_input":
    case "number_input":
    case "email_text_input":
    case "url_text_input": return typed(block, element, desk, now, common);
    default: return el("em", {}, `（このページでは使えない部品: ${element.type}）`);
  }
}

const asOption = (option) => ({ value: option.value, text: withEmoji(option.text.text), object: option.text, description: option.description });

function groupsOf(element) {
  if (element.option_groups) return element.option_groups.map((group) => ({ label: group.label.text, options: group.options.map(asOption) }));
  return [{ options: element.options.map(asOption) }];
}

function button(block, element, desk, common) {
  const node = el("button", { ...common, type: "button", className: `btn ${element.style ?? ""}`, "aria-label": element.accessibility_label }, withEmoji(element.text.text));
  node.addEventListener("click", async () => {
    if (element.confirm && !(await ask(element.confirm))) return;
    if (element.url) window.open(element.url, "_blank", "noreferrer");
    node.classList.add("busy");
    await desk.press(block, element);
    node.classList.remove("busy");
  });
  return node;
}

function overflow(block, element, desk, common) {
  const menu = el("ul", { className: "menu", role: "menu", hidden: true }, element.options.map((option) =>
    el("li", { role: "none" }, el("button", {
      type: "button", role: "menuitem", testid: `option-${option.value}`,
      onclick: async () => {
        close();
        if (option.url) window.open(option.url, "_blank", "noreferrer");
        if (!element.confirm || (await ask(element.confirm))) await desk.choose(block, element, option.value);
      },
    }, withEmoji(option.text.text)))));
  const opener = el("button", { ...common, type: "button", className: "btn overflow", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "その他の操作" }, icon("more"));
  const close = () => { menu.hidden = true; opener.setAttribute("aria-expanded", "false"); };
  opener.addEventListener("click", () => {
    menu.hidden = !menu.hidden;
    opener.setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden) menu.querySelector("button").focus();
  });
  const box = el("span", { className: "menu-box" }, opener, menu);
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) close(); });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); opener.focus(); } });
  return box;
}

function select(element, groups, now, tell, common) {
  const option = (row) => el("option", { value: row.value, selected: row.value === now }, row.text);
  const node = el("select", { ...common, className: "select" },
    el("option", { value: "", selected: !now }, element.placeholder?.text ?? "選択してください"),
    groups.map((group) => (group.label ? el("optgroup", { label: group.label }, group.options.map(option)) : group.options.map(option))));
  node.value = now ?? "";
  node.addEventListener("change", () => tell(node.value || null, () => { node.value = now ?? ""; }));
  return node;
}

function combobox(block, element, desk, now, tell, common) {
  const listId = `${desk.prefix}-${element.action_id}-list`;
  const list = el("ul", { className: "menu", role: "listbox", id: listId, hidden: true });
  const node = el("input", {
    ...common, className: "select", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": listId,
    placeholder: element.placeholder?.text ?? "入力して検索", value: now?.text?.text ?? "",
  });
  let asked = 0;
  const show = async () => {
    if (node.value.length < (element.min_query_length ?? 3)) return;
    const turn = (asked += 1);
    const options = await desk.suggest(block, element, node.value);
    if (turn !== asked) return;
    list.replaceChildren(...options.map((option) => el("li", { role: "none" }, el("button", {
      type: "button", role: "option", testid: `option-${option.value}`,
      onclick: () => { list.hidden = true; node.value = option.text.text; tell(option); },
    }, withEmoji(option.text.text)))));
    if (!options.length) list.replaceChildren(el("li", { className: "none" }, "候補はありません"));
    list.hidden = false;
    node.setAttribute("aria-expanded", "true");
  };
  node.addEventListener("input", show);
  node.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !list.hidden) { event.preventDefault(); list.querySelector("button")?.focus(); }
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); list.hidden = true; }
  });
  node.addEventListener("focus", () => { if ((element.min_query_length ?? 3) === 0) show(); });
  const box = el("span", { className: "menu-box wide" }, node, list);
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) list.hidden = true; });
  return box;
}

function checks(element, options, now, tell, common) {
  const chosen = new Set((now ?? []).map((one) => one.value ?? one));
  return el("div", { ...common, id: undefined, role: "group", className: "checks" }, options.map((option) =>
    el("label", { className: "check" },
      el("input", {
        type: "checkbox", value: option.value, checked: chosen.has(option.value), testid: `option-${option.value}`,
        onchange: (event) => {
          if (event.target.checked) chosen.add(option.value); else chosen.delete(option.value);
          tell(options.map((row) => row.value).filter((value) => chosen.has(value)));
        },
      }),
      el("span", {}, option.object ? textObject(option.object) : option.text,
        option.description && el("small", {}, textObject(option.description))))));
}

function radios(element, now, tell, common) {
  const name = common.id ?? `radio-${element.action_id}-${Math.random()}`;
  return el("div", { ...common, id: undefined, role: "radiogroup", className: "checks" }, element.options.map(asOption).map((option) =>
    el("label", { className: "check" },
      el("input", { type: "radio", name, value: option.value, checked: option.value === now, testid: `option-${option.value}`, onchange: () => tell(option.value) }),
      el("span", {}, textObject(option.object), option.description && el("small", {}, textObject(option.description))))));
}

function simple(type, element, now, tell, common) {
  return el("input", { ...common, type, className: "select", value: now ?? "", onchange: (event) => tell(event.target.value || null) });
}

function typed(block, element, desk, now, common) {
  const kind = { number_input: "text", email_text_input: "email", url_text_input: "url" }[element.type] ?? "text";
  const node = el(element.multiline ? "textarea" : "input", {
    ...common, className: "text", placeholder: element.placeholder?.text, maxlength: element.max_length ? String(element.max_length) : undefined,
    ...(element.multiline ? { rows: "4" } : { type: kind, autocomplete: "off", inputmode: element.type === "number_input" ? "decimal" : undefined }),
  });
  node.value = now ?? "";
  node.addEventListener("input", () => desk.set(block, element, node.value));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && block.dispatch_action && !element.multiline) {
      event.preventDefault();
      desk.choose(block, element, node.value);
    }
  });
  return node;
}

// -- the confirmation dialog

export function ask(confirm) {
  const dialog = document.getElementById("confirm");
  return new Promise((resolve) => {
    const end = (answer) => { dialog.close(); resolve(answer); };
    dialog.replaceChildren(
      el("h2", { id: "confirm-title" }, withEmoji(confirm.title.text)),
      el("div", { className: "confirm-text" }, textObject(confirm.text)),
      el("div", { className: "dialog-foot" },
        el("button", { type: "button", className: "btn", testid: "confirm-deny", onclick: () => end(false) }, confirm.deny.text),
        el("button", { type: "button", className: `btn ${confirm.style ?? "primary"}`, testid: "confirm-ok", onclick: () => end(true) }, confirm.confirm.text)));
    dialog.oncancel = (event) => { event.preventDefault(); end(false); };
    dialog.showModal();
  });
}
