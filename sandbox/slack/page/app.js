// The page: a small Slack for one workspace, redrawn from /page/state, acting through /page/act.
//
// data-testid, for tests that press the page:
//   user-switcher                 who acts (a <select> of people)
//   links, team, title            header links, workspace name, name of what is open
//   channel-<name>, unread-<name> a channel in the sidebar and its unread count;  dm-app, app-home: the app's DM and Home
//   messages, replies             the message lists;  message-<ts> in the channel, reply-<ts> in the thread pane
//   ephemeral                     the mark「あなただけに表示されています」 inside a message
//   thread-open-<ts>              「n 件の返信」or the reply tool;  thread-pane, thread-close, thread-broadcast
//   composer-input, -send, -file, -example, -shortcuts          the channel's composer; thread-input, thread-send, …
//   command-hint, command-<name>  the list above the composer while a / is typed
//   tools-<ts>, menu-<ts>         the tools of a message and its ⋯ menu: edit-<ts>, delete-<ts>, react-<ts>, copy-<ts>
//   shortcut-<callback_id>        in the ⚡ menu and in a message's ⋯ menu;  edit-input, edit-save, edit-cancel
//   action-<action_id>            a button, select, date … of a message, modal or Home;  option-<value> inside it
//   modal, modal-submit, modal-close, modal-problem;  input-<block_id>, error-<block_id>
//   confirm, confirm-ok, confirm-deny;  home;  toast

import { ask, blocks, learnOptions } from "./blocks.js";
import { icon } from "./icons.js";
import { day, el, learn, mrkdwn, time, withEmoji } from "./text.js";

const $ = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const here = {
  user: query.get("user") ?? localStorage.getItem("sandbox-user") ?? "",
  channel: query.get("channel") ?? "",
  tab: "messages",
  thread: query.get("thread") ?? "",
  editing: "",
};
let state = null;
let since = "";
let shownWarnings = null;
const drafts = {};

// -- talking to the server

async function act(name, more = {}) {
  const answer = await fetch("/page/act", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ act: name, user: here.user, ...more }),
  });
  const body = await answer.json();
  if (!body.ok) toast(body.error);
  await refresh();
  return body;
}

async function refresh() {
  const answer = await fetch(`/page/state?user=${encodeURIComponent(here.user)}&since=${since}`);
  if (answer.status === 204) return;
  state = await answer.json();
  since = String(state.version);
  here.user = state.me;
  draw();
}

async function watch() {
  for (;;) {
    try {
      await refresh();
      document.body.classList.remove("away");
    } catch {
      document.body.classList.add("away");
    }
    await new Promise((next) => setTimeout(next, 400));
  }
}

function toast(words) {
  const node = el("div", { className: "toast", testid: "toast" }, icon("warn"), words);
  $("toasts").append(node);
  setTimeout(() => node.remove(), 8000);
}

// -- drawing: a part is redrawn only when what it shows has changed

function keep(parent, key, signature, make) {
  parent.parts ??= new Map();
  const known = parent.parts.get(key);
  if (known?.signature === signature) return known.node;
  const node = make();
  parent.parts.set(key, { signature, node });
  return node;
}

function put(parent, nodes) {
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  while (parent.children.length > nodes.length) parent.lastElementChild.remove();
}

function draw() {
  learn(state);
  learnOptions(state);
  if (!state.channels.some((channel) => channel.id === here.channel)) {
    here.channel = state.channels.find((channel) => !channel.im)?.id ?? state.channels[0]?.id ?? "";
  }
  document.title = `${state.team}（Slack の代役）`;
  drawTop();
  drawSidebar();
  drawMain();
  drawThread();
  drawModal();
  drawWarnings();
}

function drawTop() {
  $("team").textContent = state.team;
  const people = state.users.filter((user) => !user.bot);
  put($("user-switcher"), people.map((user) => keep($("user-switcher"), user.id, user.real_name, () => el("option", { value: user.id }, user.real_name))));
  $("user-switcher").value = state.me;
  put($("links"), state.links.map(([label, url]) => keep($("links"), url, label, () => el("a", { href: url, target: "_blank", rel: "noreferrer" }, `${label} ↗`))));
}

function row(parent, key, { sign, label, active, unread, testid, name, open }) {
  const signature = JSON.stringify([label, active, unread]);
  return keep(parent, key, signature, () => el("li", {}, el("button", {
    type: "button", testid, className: unread ? "unread" : "", "aria-current": active ? "page" : undefined, onclick: open,
  }, icon(sign), el("span", { className: "side-name" }, label), unread ? el("span", { className: "badge", testid: `unread-${name}`, "aria-label": `未読 ${unread} 件` }, String(unread)) : null)));
}

function drawSidebar() {
  const go = (channel, tab = "messages") => () => {
    Object.assign(here, { channel, tab, thread: "", editing: "" });
    if (tab === "home") act("open_home");
    draw();
    (tab === "home" ? $("home") : $("composer").querySelector("textarea"))?.focus();
  };
  const active = (channel, tab) => here.channel === channel.id && (!channel.im || here.tab === tab);
  put($("channels"), state.channels.filter((channel) => !channel.im).map((channel) => row($("channels"), channel.id, {
    sign: channel.private ? "lock" : "hash", label: channel.name, active: active(channel), unread: channel.unread,
    testid: `channel-${channel.name}`, name: channel.name, open: go(channel.id),
  })));
  const dm = state.channels.find((channel) => channel.im);
  if (!dm) return;
  put($("dms"), [row($("dms"), dm.id, { sign: "bot", label: state.app.name, active: active(dm, "messages"), unread: dm.unread, testid: "dm-app", name: "app", open: go(dm.id) })]);
  put($("apps"), [row($("apps"), dm.id, { sign: "home", label: `${state.app.name} のホーム`, active: active(dm, "home"), unread: 0, testid: "app-home", name: "home", open: go(dm.id, "home") })]);
}

const channelNow = () => state.channels.find((channel) => channel.id === here.channel);
const person = (id) => state.users.find((user) => user.id === id);

function drawMain() {
  const channel = channelNow();
  if (!channel) {
    $("title").textContent = "まだ誰もいません";
    return;
  }
  const home = channel.im && here.tab === "home";
  const name = channel.im ? state.app.name + (home ? "（ホーム）" : "") : channel.name;
  $("title").replaceChildren(icon(channel.im ? (home ? "home" : "bot") : channel.private ? "lock" : "hash"), name);
  $("topic").textContent = channel.im ? "" : `${channel.members} 人　${channel.topic}`;
  $("messages").hidden = home;
  $("composer").hidden = home;
  $("home").hidden = !home;
  if (home) return drawHome();
  const rows = channel.messages.filter((message) => !message.parent_user_id || message.subtype === "thread_broadcast" || (message.ephemeral && !message.thread_ts));
  drawComposer($("composer"), "composer", "");
  drawList($("messages"), `${state.me}/${channel.id}`, rows, "message");
  const last = rows.at(-1)?.ts;
  if (last && channel.unread && document.visibilityState === "visible") act("read", { channel: channel.id, ts: last });
}

function drawHome() {
  const shown = state.home ? JSON.stringify([state.home.id, state.home.hash]) : "none";
  const node = keep($("home"), "home", shown + state.me, () => el("div", { className: "home-page" },
    state.home ? blocks(state.home.blocks, viewDesk(state.home)) : el("p", { className: "empty" }, "アプリはまだホームを用意していません。")));
  put($("home"), [node]);
}

function drawThread() {
  const channel = channelNow();
  const parent = channel?.messages.find((message) => message.ts === here.thread);
  $("thread").hidden = !parent;
  document.body.classList.toggle("with-thread", Boolean(parent));
  if (!parent) return;
  $("thread-where").textContent = channel.im ? state.app.name : `# ${channel.name}`;
  const rows = channel.messages.filter((message) => message.ts === parent.ts || (message.thread_ts === parent.ts && message.ts !== parent.ts));
  drawComposer($("thread-composer"), "thread", parent.ts);
  drawList($("replies"), `${state.me}/${channel.id}/${parent.ts}`, rows, "reply");
}

function drawList(list, key, messages, kind) {
  if (list.shows !== key) {
    list.shows = key;
    list.parts = new Map();
    list.replaceChildren();
  }
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80 || !list.children.length;
  const nodes = [];
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const stamp = Number(message.ts);
    if (kind === "message" && (!before || day(Number(before.ts)) !== day(stamp))) {
      nodes.push(keep(list, `day-${day(stamp)}`, "", () => el("div", { className: "day" }, el("span", {}, day(stamp)))));
    }
    const joined = before && before.user === message.user && before.username === message.username && !message.ephemeral && !before.ephemeral
      && stamp - Number(before.ts) < 300 && !(before.reply_count && kind === "message") && kind === "message";
    const signature = JSON.stringify([message, joined, here.editing === message.ts, here.thread === message.ts]);
    nodes.push(keep(list, message.ts, signature, () => drawMessage(message, kind, joined)));
    if (kind === "reply" && index === 0) {
      const count = messages.length - 1;
      nodes.push(keep(list, "count", String(count), () => el("div", { className: "day" }, el("span", {}, count ? `${count} 件の返信` : "返信はまだありません"))));
    }
  });
  put(list, nodes);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

// -- one message

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

function drawMessage(message, kind, joined) {
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
  return message.files?.map((file) => el("a", { className: "file", href: `/page/file/${file.id}`, download: file.name, testid: `file-${file.name}` },
    el("span", { className: "file-icon" }, icon("file")), el("span", {}, el("strong", {}, file.title), el("small", {}, `${file.pretty_type}　${file.size.toLocaleString()} バイト`))));
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
  draw();
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
    mine && item(`edit-${message.ts}`, "メッセージを編集する", () => { here.editing = message.ts; here.editingIn = kind; draw(); document.querySelector(".editor textarea")?.focus(); }),
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
  const done = () => { here.editing = ""; draw(); };
  const save = async () => { here.editing = ""; await act("edit", { channel: message.channel, ts: message.ts, text: mentions(box.value) }); draw(); };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") done();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  });
  return el("div", { className: "editor" }, box, el("div", { className: "editor-foot" },
    el("button", { type: "button", className: "btn", testid: "edit-cancel", onclick: done }, "キャンセル"),
    el("button", { type: "button", className: "btn primary", testid: "edit-save", onclick: save }, "保存する")));
}

// -- what a block's parts do

function chosenOf(held) {
  if (!held) return null;
  if (held.type === "external_select") return held.selected_option;
  const key = Object.keys(held).find((name) => name !== "type");
  const value = held[key];
  if (key === "selected_option") return value?.value ?? null;
  return value;
}

function messageDesk(message) {
  const target = { channel: message.channel, ts: message.ts };
  const of = (block, element) => ({ ...target, action_id: element.action_id, block_id: block.block_id });
  const later = debounce((block, element, chosen) => act("fill", { ...of(block, element), value: chosen }));
  return {
    prefix: `m${message.ts.replace(".", "-")}`,
    current: (block, element) => chosenOf(message.values[block.block_id]?.[element.action_id]),
    press: (block, element) => act("click", { ...of(block, element), value: element.value ?? null }),
    choose: (block, element, chosen) => act("select", { ...of(block, element), value: chosen }),
    set: later,
    suggest: async (block, element, words) => (await act("suggest", { ...target, query: words, action_id: element.action_id })).result ?? [],
  };
}

function viewDesk(view) {
  const draft = (drafts[view.id] ??= {});
  const target = { view_id: view.id };
  const hold = (block, element, chosen) => ((draft[block.block_id] ??= {})[element.action_id] = chosen);
  return {
    prefix: view.id,
    errors: view.errors,
    current: (block, element) => draft[block.block_id]?.[element.action_id] ?? chosenOf(view.state.values[block.block_id]?.[element.action_id]),
    press: async (block, element) => { await flush(view); return act("click_view", { ...target, action_id: element.action_id, block_id: block.block_id, value: element.value ?? null }); },
    choose: async (block, element, chosen) => { await flush(view); delete draft[block.block_id]?.[element.action_id]; return act("click_view", { ...target, action_id: element.action_id, block_id: block.block_id, value: chosen }); },
    set: hold,
    suggest: async (block, element, words) => (await act("suggest", { ...target, query: words, action_id: element.action_id })).result ?? [],
  };
}

/** What was typed so far goes along with a press inside the form, as in Slack. */
async function flush(view) {
  const dispatching = new Set(view.blocks.filter((block) => block.dispatch_action).map((block) => block.block_id));
  const values = Object.fromEntries(Object.entries(drafts[view.id] ?? {}).filter(([block]) => !dispatching.has(block)));
  if (Object.keys(values).length) await act("fill_view", { view_id: view.id, values });
}

function debounce(run) {
  let timer = 0;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => run(...given), 300); };
}

// -- modals

function drawModal() {
  const dialog = $("modal");
  const view = state.modals.at(-1);
  if (!view) {
    if (dialog.open) dialog.close();
    dialog.shows = "";
    return;
  }
  const signature = JSON.stringify([view.id, view.hash, view.errors, view.problem]);
  if (dialog.shows === signature) return;
  const fresh = !dialog.shows?.includes(view.id);
  const focused = document.activeElement?.dataset.testid;
  const scrolled = dialog.querySelector(".modal-body")?.scrollTop ?? 0;
  dialog.shows = signature;
  const close = () => act("close_view", { view_id: view.id });
  const submit = async (event) => {
    event.preventDefault();
    dialog.classList.add("busy");
    const done = await act("submit_view", { view_id: view.id, values: drafts[view.id] ?? {} });
    dialog.classList.remove("busy");
    if (done.ok && !state.modals.some((open) => open.id === view.id)) delete drafts[view.id];
  };
  dialog.replaceChildren(el("form", { novalidate: "", onsubmit: submit },
    el("div", { className: "modal-head" },
      state.modals.length > 1 ? el("button", { type: "button", className: "icon", "aria-label": "前の画面に戻る", onclick: close }, icon("back")) : el("span", { className: "modal-app" }, icon("bot")),
      el("h2", { id: "modal-title" }, withEmoji(view.title.text)),
      el("button", { type: "button", className: "icon", testid: "modal-x", "aria-label": "閉じる", onclick: close }, icon("cross"))),
    el("div", { className: "modal-body" },
      view.problem && el("p", { className: "problem", role: "alert", testid: "modal-problem" }, icon("warn"), view.problem),
      blocks(view.blocks, viewDesk(view))),
    el("div", { className: "dialog-foot" },
      el("button", { type: "button", className: "btn", testid: "modal-close", onclick: close }, view.close?.text ?? (view.submit ? "キャンセル" : "閉じる")),
      view.submit && el("button", { type: "submit", className: "btn primary", testid: "modal-submit" }, view.submit.text))));
  dialog.oncancel = (event) => { event.preventDefault(); close(); };
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".modal-body").scrollTop = fresh ? 0 : scrolled;
  const wanted = dialog.querySelector("[data-focus]") ?? dialog.querySelector(".has-error input, .has-error textarea, .has-error select");
  if (fresh || Object.keys(view.errors).length) (wanted ?? dialog.querySelector(".modal-body :is(input, textarea, select)") ?? dialog.querySelector(".btn"))?.focus();
  else if (focused) dialog.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function drawWarnings() {
  shownWarnings ??= { user: state.me, count: state.warnings.length };
  if (shownWarnings.user === state.me) state.warnings.slice(shownWarnings.count).forEach((warning) => toast(warning.text));
  shownWarnings = { user: state.me, count: state.warnings.length };
}

// -- composers

function mentions(text) {
  const byName = new Map(state.users.flatMap((user) => [[user.name, user.id], [user.real_name.replace(/\s/g, ""), user.id]]));
  const named = text.replace(/@([\p{L}\p{N}_.-]+)/gu, (whole, name) => (byName.has(name) ? `<@${byName.get(name)}>` : whole));
  return named.replace(/(?<!\S)#([\p{L}\p{N}_-]+)/gu, (whole, name) => {
    const channel = state.channels.find((one) => one.name === name);
    return channel ? `<#${channel.id}|${channel.name}>` : whole;
  });
}

function drawComposer(parent, id, thread) {
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

// -- start

$("user-switcher").addEventListener("change", (event) => {
  Object.assign(here, { user: event.target.value, thread: "", editing: "" });
  localStorage.setItem("sandbox-user", here.user);
  since = "";
  shownWarnings = null;
  if (here.tab === "home") act("open_home"); else refresh();
});
$("thread-close").replaceChildren(icon("cross"));
$("thread-close").addEventListener("click", () => { here.thread = ""; draw(); });
watch();
