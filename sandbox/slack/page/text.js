// Slack's text as DOM nodes: mrkdwn, rich text, markdown, emoji and dates. Nothing here ever goes through innerHTML.

let emoji = {};
let directory = { users: {}, channels: {}, usergroups: {} };

export function learn(state) {
  emoji = state.emoji;
  directory = {
    users: Object.fromEntries(state.users.map((user) => [user.id, user.real_name])),
    channels: Object.fromEntries(state.channels.map((channel) => [channel.id, channel.name])),
    usergroups: state.usergroups,
  };
}

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "testid") node.dataset.testid = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name === "className" ? "class" : name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji[name] ?? whole);
}

/** A text object of Block Kit. */
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : lines(withEmoji(object.text));
}

function lines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));
}

// -- mrkdwn

export function mrkdwn(text) {
  const parts = text.split(/```\n?([\s\S]*?)\n?```/);
  return parts.flatMap((part, index) =>
    index % 2 ? [el("pre", { className: "code" }, unescape(part))] : quoted(part));
}

/** Lines that begin with > are a quote; the rest is ordinary text. */
function quoted(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const found = line.match(/^(?:&gt;|>) ?(.*)$/);
    const isQuote = Boolean(found);
    if (groups.at(-1)?.isQuote !== isQuote) groups.push({ isQuote, lines: [] });
    groups.at(-1).lines.push(found ? found[1] : line);
  }
  return groups.flatMap(({ isQuote, lines: rows }) => {
    const nodes = inline(rows.join("\n"));
    return isQuote ? [el("blockquote", {}, nodes)] : nodes;
  });
}

const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;

/** Bold and friends need a blank or a sign on both sides, as in Slack: *太字*です stays as typed. */
function inline(text) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(...lines(withEmoji(unescape(plain))));
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const token = rest.match(/^<([^<>]+)>/);
    const code = rest.match(/^`([^`\n]+)`/);
    const styled = rest.match(/^([*_~])(?=\S)((?:(?!\1)[^\n])*?\S)\1/);
    if (token) {
      flush();
      nodes.push(reference(token[1]));
      at += token[0].length;
    } else if (code) {
      flush();
      nodes.push(el("code", {}, unescape(code[1])));
      at += code[0].length;
    } else if (styled && !WORD.test(text[at - 1] ?? "") && !WORD.test(text[at + styled[0].length] ?? "")) {
      flush();
      nodes.push(el(STYLES[styled[1]], {}, inline(styled[2])));
      at += styled[0].length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function reference(body) {
  const [target, label] = body.split(/\|(.*)/s);
  if (target.startsWith("@")) return mention(`@${directory.users[target.slice(1)] ?? label ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${directory.channels[target.slice(1)] ?? label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) {
    const [, stamp, format] = target.split("^");
    return el("time", { title: label ?? "" }, date(Number(stamp), format));
  }
  if (target.startsWith("!subteam^")) return mention(`@${directory.usergroups[target.split("^")[1]] ?? label ?? "group"}`);
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`);
  return link(unescape(target), unescape(label ?? target.replace(/^mailto:/, "")));
}

const mention = (name) => el("span", { className: "mention" }, name);

function link(url, label) {
  const safe = /^(https?:|mailto:|tel:|\/)/.test(url);
  return safe ? el("a", { href: url, target: "_blank", rel: "noreferrer" }, withEmoji(label)) : document.createTextNode(label);
}

// -- dates, in Tokyo

const zone = { timeZone: "Asia/Tokyo" };
const part = (stamp, options) => new Intl.DateTimeFormat("ja-JP", { ...zone, ...options }).format(new Date(stamp * 1000));

export function time(stamp) {
  return part(stamp, { hour: "2-digit", minute: "2-digit" });
}

export function day(stamp) {
  return part(stamp, { month: "long", day: "numeric", weekday: "short" });
}

export function date(stamp, format) {
  const long = part(stamp, { year: "numeric", month: "long", day: "numeric" });
  const forms = {
    date_num: () => part(stamp, { year: "numeric", month: "2-digit", day: "2-digit" }).replaceAll("/", "-"),
    date: () => long,
    date_pretty: () => long,
    date_short: () => part(stamp, { year: "numeric", month: "short", day: "numeric" }),
    date_short_pretty: () => part(stamp, { year: "numeric", month: "short", day: "numeric" }),
    date_long: () => `${long} ${part(stamp, { weekday: "long" })}`,
    date_long_pretty: () => `${long} ${part(stamp, { weekday: "long" })}`,
    time: () => time(stamp),
    time_secs: () => part(stamp, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  };
  return (format ?? "{date}").replace(/\{([a-z_]+)\}/g, (whole, name) => forms[name]?.() ?? whole);
}

// -- rich text

export function richText(block) {
  return block.elements.map((element) => {
    switch (element.type) {
      case "rich_text_list": {
        const items = element.elements.map((item) => el("li", {}, item.elements.map(richElement)));
        return el(element.style === "ordered" ? "ol" : "ul", { style: `margin-left:${(element.indent ?? 0) * 20}px` }, items);
      }
      case "rich_text_preformatted":
        return el("pre", { className: "code" }, element.elements.map((child) => child.text ?? child.url));
      case "rich_text_quote":
        return el("blockquote", {}, element.elements.map(richElement));
      default:
        return el("div", {}, element.elements.map(richElement));
    }
  });
}

function richElement(element) {
  let node = el("span", {}, richContent(element));
  const style = element.style ?? {};
  for (const [name, tag] of [["bold", "strong"], ["italic", "em"], ["strike", "s"], ["code", "code"]]) {
    if (style[name]) node = el(tag, {}, node);
  }
  return node;
}

function richContent(element) {
  switch (element.type) {
    case "text": return lines(element.text);
    case "link": return [link(element.url, element.text || element.url)];
    case "emoji": return [emoji[element.name] ?? `:${element.name}:`];
    case "user": return [mention(`@${directory.users[element.user_id] ?? element.user_id}`)];
    case "channel": return [mention(`#${directory.channels[element.channel_id] ?? element.channel_id}`)];
    case "usergroup": return [mention(`@${directory.usergroups[element.usergroup_id] ?? element.usergroup_id}`)];
    case "broadcast": return [mention(`@${element.range}`)];
    case "date": return [date(element.timestamp, element.format)];
    default: return [];
  }
}

// -- standard markdown, as the markdown block has it

export function markdown(text) {
  const nodes = [];
  let list = null;
  for (const line of text.split("\n")) {
    const head = line.match(/^(#{1,6}) (.*)$/);
    const item = line.match(/^\s*(?:[-*]|(\d+)\.) (.*)$/);
    if (item) {
      if (!list) nodes.push((list = el(item[1] ? "ol" : "ul")));
      list.append(el("li", {}, span(item[2])));
      continue;
    }
    list = null;
    if (head) nodes.push(el("div", { className: "md-head" }, span(head[2])));
    else if (line.trim()) nodes.push(el("div", {}, span(line)));
    else nodes.push(el("div", { className: "md-gap" }));
  }
  return nodes;
}

function span(text) {
  const parts = text.split(/(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\))/);
  return parts.map((piece) => {
    const named = piece.match(/^\[([^\]]+)\]\(([^)]+)\)$/);
    if (piece.startsWith("**")) return el("strong", {}, withEmoji(piece.slice(2, -2)));
    if (piece.startsWith("`")) return el("code", {}, piece.slice(1, -1));
    if (named) return link(named[2], named[1]);
    return withEmoji(piece);
  });
}
