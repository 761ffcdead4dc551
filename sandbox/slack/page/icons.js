// The page's own signs, drawn here so that they look the same on a machine without an emoji font.

const PATHS = {
  bot: '<rect x="4" y="8" width="16" height="11" rx="3"/><path d="M12 8V4.5M9 13v2M15 13v2M2 12.5v3M22 12.5v3"/><circle cx="12" cy="3.5" r="1"/>',
  home: '<path d="M3.5 11.5 12 4l8.5 7.5M6 10v9.5h12V10M10 19.5V14h4v5.5"/>',
  lock: '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
  hash: '<path d="M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16"/>',
  clip: '<path d="m19 11-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4L13 4.3a3 3 0 0 1 4.3 4.3l-7.6 7.6a1.5 1.5 0 0 1-2.2-2.1l6.7-6.7"/>',
  bolt: '<path d="M13 3 5 13.5h5.5L10.5 21 19 10.5h-5.5z"/>',
  reply: '<path d="M4 5h16v11H11l-4.5 4v-4H4z"/>',
  thumb: '<path d="M7 11v9H4v-9zM7 11l4.2-7.5c1.5 0 2.5 1 2.3 2.5L13 10h5.5c1.2 0 2 1 1.8 2.2l-1 6c-.2 1-1 1.8-2.1 1.8H7"/>',
  more: '<circle cx="5.5" cy="12" r="1.2"/><circle cx="12" cy="12" r="1.2"/><circle cx="18.5" cy="12" r="1.2"/>',
  eye: '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>',
  warn: '<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17v.5"/>',
  file: '<path d="M6 3h8l4.5 4.5V21H6zM14 3v5h4.5M9 12.5h6M9 16h6"/>',
  cross: '<path d="m6 6 12 12M18 6 6 18"/>',
  back: '<path d="m14.5 5-7 7 7 7"/>',
};

/** An SVG of 1.2 em in the colour of the text; hidden from screen readers, whose users get the button's label. */
export function icon(name) {
  const holder = document.createElement("template");
  // The only markup of the page that is parsed: constants from the table above.
  holder.innerHTML = `<svg class="sign" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">${PATHS[name]}</svg>`;
  return holder.content.firstChild;
}
