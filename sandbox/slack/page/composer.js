// Where messages and slash commands are written.

import { icon } from "./icons.js";
import { $, act, channelNow, drafts, here, keep, put, refresh, state, toast } from "./store.js";
import { el } from "./text.js";

/** @name, by handle or by full name with or without its blanks, and #channel, as Slack's tokens. */
export function mentions(text) {
  const names = state.users.flatMap((user) => [user.name, user.real_name, user.real_name.replace(/\s/g, "")].map((name) => [name, user.id]));
  names.sort(([one], [other]) => other.length - one.length);
  const named = names.reduce((words, [name, id]) => words.replaceAll(`@${name}`, `<@${id}>`), text);
  return named.replace(/(?<!\S)#([\p{L}\p{N}_-]+)/gu, (whole, name) => {
    const channel = state.channels.find((one) => one.name === name);
    return channel ? `<#${channel.id}|${channel.name}>` : whole;
  });
}

export function drawComposer(parent, id, thread) {
  const channel = channelNow();
  const key = `${state.me}/${channel.id}/${thread}`;
  const node = keep(parent, "composer", key, () => composer(channel, id, thread));
  put(parent, [node]);
}

function composer(channel, id, thread) {
  const draftKey = `${here.user}/${channel.id}/${thread}`;
  const where = channel.im ? state.app.name : `#${channel.name}`;
  const box = el("textarea", { testid: `${id}-input`, rows: "1", "aria-label": thread ? "返信を入力" : `${where} へのメッセージ`, placeholder: thread ? "返信する…" : `${where} へのメッセージ` });
  box.value = drafts[draftKey] ?? "";
  const grow = () => { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight, 260)}px`; };
  const hint = el("ul", { className: "menu up hint-menu", testid: "command-hint", "aria-label": "コマンド", hidden: true });
  const broadcast = el("input", { type: "checkbox", testid: "thread-broadcast" });
  const write = (words) => { box.value = words; drafts[draftKey] = words; grow(); suggest(); box.focus(); };
  const suggest = () => {
    const found = !thread && /^\/\S*$/.test(box.value) ? state.commands.filter((command) => command.name.startsWith(box.value)) : [];
    hint.hidden = !found.length;
    hint.replaceChildren(...found.map((command) => el("li", {}, el("button", { type: "button", testid: `command-${command.name.slice(1)}`, onclick: () => write(`${command.name} `) },
      el("strong", {}, command.name), el("span", { className: "hint-usage" }, ` ${command.hint}`), el("small", {}, command.text)))));
  };
  const send = async () => {
    const words = box.value.trim();
    if (!words) return;
    write("");
    const command = !thread && words.match(/^(\/\S+)\s*([\s\S]*)$/);
    const done = command
      ? await act("command", { channel: channel.id, command: command[1], text: mentions(command[2]) })
      : await act("post", { channel: channel.id, text: mentions(words), ...(thread ? { thread_ts: thread, broadcast: broadcast.checked } : {}) });
    if (!done.ok) write(words);
    const list = $(thread ? "replies" : "messages");
    list.scrollTop = list.scrollHeight;
  };
  box.addEventListener("input", () => { drafts[draftKey] = box.value; grow(); suggest(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    if (event.key === "ArrowUp" && !hint.hidden) { event.preventDefault(); hint.querySelector("li:last-child button").focus(); }
    if (event.key === "Escape") hint.hidden = true;
  });
  const picker = el("input", { type: "file", className: "file-input", testid: `${id}-file-input`, "aria-label": "ファイルを選ぶ", tabindex: "-1", onchange: async () => {
    const [file] = picker.files;
    if (!file) return;
    const where = new URLSearchParams({ user: here.user, channel: channel.id, name: file.name, text: box.value.trim(), thread_ts: thread });
    write("");
    const answer = await (await fetch(`/page/upload?${where}`, { method: "POST", body: file })).json();
    if (!answer.ok) toast(answer.error);
    picker.value = "";
    await refresh();
  } });
  queueMicrotask(grow);
  return el("div", { className: "composer" }, hint, box, el("div", { className: "composer-foot" },
    el("button", { type: "button", className: "icon", testid: `${id}-file`, "aria-label": "ファイルを添付", title: "ファイルを添付", onclick: () => picker.click() }, icon("clip")), picker,
    thread ? el("label", { className: "broadcast" }, broadcast, "チャンネルにも投稿する") : shortcutMenu(),
    !thread && state.example && el("button", { type: "button", className: "linklike", testid: "composer-example", onclick: () => write(state.example) }, "例を入れる"),
    el("span", { className: "keys" }, "Enter で送信・Shift+Enter で改行"),
    el("button", { type: "button", className: "btn send", testid: `${id}-send`, onclick: send }, "送信")));
}

function shortcutMenu() {
  const global = state.shortcuts.filter((shortcut) => shortcut.type === "global");
  const menu = el("ul", { className: "menu up", role: "menu", hidden: true }, global.map((shortcut) => el("li", { role: "none" }, el("button", {
    type: "button", role: "menuitem", testid: `shortcut-${shortcut.id}`, onclick: () => { menu.hidden = true; act("shortcut", { callback_id: shortcut.id }); },
  }, icon("bolt"), shortcut.name))), !global.length && el("li", { className: "none" }, "ショートカットはありません"));
  const opener = el("button", { type: "button", className: "icon", testid: "composer-shortcuts", "aria-haspopup": "menu", "aria-label": "ショートカット", title: "ショートカット", onclick: () => { menu.hidden = !menu.hidden; menu.querySelector("button")?.focus(); } }, icon("bolt"));
  const box = el("span", { className: "menu-box" }, opener, menu);
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) menu.hidden = true; });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.hidden = true; opener.focus(); } });
  return box;
}
