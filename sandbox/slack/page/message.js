// One message: its words or blocks, files, reactions, and the tools that appear beside it.

import { ask, blocks } from "./blocks.js";
import { mentions } from "./composer.js";
import { messageDesk } from "./desks.js";
import { icon } from "./icons.js";
import { $, act, here, person, redraw, state } from "./store.js";
import { el, mrkdwn, time, withEmoji } from "./text.js";

function author(message) {
  if (message.username) return { name: message.username, bot: true };
  if (message.user === "USLACKBOT") return { name: "Slackbot", bot: true };
  const user = person(message.user);
  return { name: user?.real_name ?? message.user ?? "?", bot: Boolean(message.bot_id) };
}

const COLOURS = ["#2f6fb5", "#b5532f", "#2f8f6b", "#8a4fb0", "#b08a1f", "#b03a63", "#4a6b8a"];

function avatar(name, bot) {
  const colour = COLOURS[[...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % COLOURS.length];
  return el("div", { className: "avatar", style: `background:${bot ? "#4a154b" : colour}`, "aria-hidden": "true" }, bot ? icon("bot") : [...name][0]);
}

export function drawMessage(message, kind, joined) {
  const { name, bot } = author(message);
  const stamp = Number(message.ts);
  const editing = here.editing === message.ts && here.editingIn === kind;
  return el("article", {
    className: ["message", joined && "joined", message.ephemeral && "only-you"].filter(Boolean).join(" "),
    testid: `${kind}-${message.ts}`, "aria-label": `${name}、${time(stamp)}`,
  },
  joined ? el("div", { className: "gutter" }, time(stamp)) : avatar(name, bot),
  el("div", { className: "message-body" },
    message.ephemeral && el("div", { className: "ephemeral", testid: "ephemeral" }, icon("eye"), "あなただけに表示されています　",
      el("button", { type: "button", className: "linklike", onclick: () => act("dismiss", { channel: message.channel, ts: message.ts }) }, "閉じる")),
    message.subtype === "thread_broadcast" && el("div", { className: "ephemeral" }, "スレッドに返信しました"),
    !joined && el("div", { className: "message-head" }, el("strong", {}, name), bot && el("span", { className: "app-mark" }, "アプリ"), el("time", {}, time(stamp))),
    editing ? editor(message) : content(message),
    files(message),
    reactions(message),
    kind === "message" && message.reply_count ? el("button", {
      type: "button", className: "replies-link", testid: `thread-open-${message.ts}`, onclick: () => openThread(message.ts),
    }, `${message.reply_count} 件の返信`, el("span", {}, `最終返信 ${time(Number(message.latest_reply))}`)) : null),
  editing ? null : tools(message, kind));
}

function content(message) {
  const edited = message.edited ? el("span", { className: "edited" }, "（編集済み）") : null;
  if (message.blocks?.length) return el("div", { className: "blocks" }, blocks(message.blocks, messageDesk(message)), edited);
  if (!message.text) return null;
  return el("div", { className: "words" }, mrkdwn(message.text), edited);
}

function files(message) {
  return message.files?.map((file) => file.mimetype.startsWith("image/") ? picture(file) : el("a", { className: "file", href: `/page/file/${file.id}`, download: file.name, testid: `file-${file.name}` },
    el("span", { className: "file-icon" }, icon("file")), el("span", {}, el("strong", {}, file.title), el("small", {}, `${file.pretty_type}　${file.size.toLocaleString()} バイト`))));
}

/** Slack shows a picture itself, under its title. */
function picture(file) {
  return el("figure", { className: "picture", testid: `file-${file.name}` }, el("figcaption", {}, file.title),
    el("a", { href: `/page/file/${file.id}`, target: "_blank" }, el("img", { src: `/page/file/${file.id}`, alt: file.alt_txt ?? file.title })));
}

function reactions(message) {
  if (!message.reactions) return null;
  return el("div", { className: "reactions" }, message.reactions.map((reaction) => el("button", {
    type: "button", className: reaction.users.includes(state.me) ? "mine" : "", title: reaction.users.map((id) => person(id)?.real_name ?? id).join("、"),
    onclick: () => act("react", { channel: message.channel, ts: message.ts, name: reaction.name }),
  }, `${withEmoji(`:${reaction.name}:`)} ${reaction.count}`)));
}

function openThread(ts) {
  here.thread = ts;
  redraw();
  $("thread-composer").querySelector("textarea")?.focus();
}

function tools(message, kind) {
  if (message.ephemeral || message.subtype === "tombstone") return null;
  const target = { channel: message.channel, ts: message.ts };
  const item = (testid, label, run, danger) => el("li", { role: "none" }, el("button", { type: "button", role: "menuitem", testid, className: danger ? "danger-text" : "", onclick: () => { close(); run(); } }, label));
  const mine = message.user === state.me;
  const menu = el("ul", { className: "menu right", role: "menu", hidden: true },
    state.shortcuts.filter((shortcut) => shortcut.type === "message").map((shortcut) =>
      item(`shortcut-${shortcut.id}`, [icon("bolt"), shortcut.name], () => act("message_shortcut", { ...target, callback_id: shortcut.id }))),
    item(`copy-${message.ts}`, "リンクをコピー", () => navigator.clipboard?.writeText(`${location.origin}/archives/${message.channel}/p${message.ts.replace(".", "")}`)),
    mine && item(`edit-${message.ts}`, "メッセージを編集する", () => { here.editing = message.ts; here.editingIn = kind; redraw(); document.querySelector(".editor textarea")?.focus(); }),
    mine && item(`delete-${message.ts}`, "メッセージを削除する…", async () => { if (await ask(DELETE)) act("delete", target); }, true));
  const opener = el("button", { type: "button", testid: `menu-${message.ts}`, "aria-haspopup": "menu", "aria-label": "その他", title: "その他" , onclick: () => {
    menu.hidden = !menu.hidden;
    if (!menu.hidden) { menu.classList.toggle("up", opener.getBoundingClientRect().bottom > innerHeight - 240); menu.querySelector("button")?.focus(); }
  } }, icon("more"));
  const close = () => { menu.hidden = true; };
  const box = el("div", { className: "tools", testid: `tools-${message.ts}` },
    el("button", { type: "button", testid: `react-${message.ts}`, "aria-label": "リアクション 👍", title: "リアクション", onclick: () => act("react", { ...target, name: "+1" }) }, icon("thumb")),
    kind === "message" && el("button", { type: "button", testid: message.reply_count ? `reply-tool-${message.ts}` : `thread-open-${message.ts}`, "aria-label": "スレッドで返信する", title: "スレッドで返信する", onclick: () => openThread(message.thread_ts ?? message.ts) }, icon("reply")),
    opener, menu);
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) close(); });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { close(); opener.focus(); } });
  return box;
}

const DELETE = {
  title: { text: "メッセージを削除する" }, text: { type: "plain_text", text: "このメッセージを削除しますか？　元に戻すことはできません。" },
  confirm: { text: "削除する" }, deny: { text: "キャンセル" }, style: "danger",
};

const plainOf = (text) => text.replace(/<(?:mailto:)?([^|>@#!]+)(?:\|([^>]*))?>/g, (_, url, label) => label ?? url)
  .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function editor(message) {
  const box = el("textarea", { testid: "edit-input", "aria-label": "メッセージを編集", rows: "4" });
  box.value = withEmoji(plainOf(message.text));
  const done = () => { here.editing = ""; redraw(); };
  const save = async () => { here.editing = ""; await act("edit", { channel: message.channel, ts: message.ts, text: mentions(box.value) }); redraw(); };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") done();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  });
  return el("div", { className: "editor" }, box, el("div", { className: "editor-foot" },
    el("button", { type: "button", className: "btn", testid: "edit-cancel", onclick: done }, "キャンセル"),
    el("button", { type: "button", className: "btn primary", testid: "edit-save", onclick: save }, "保存する")));
}
