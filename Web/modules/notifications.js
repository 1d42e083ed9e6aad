// Short messages: seen in the corner, heard by screen readers, gone after a while unless something went wrong.

import { byId, element, setText } from './dom.js';

const shownMilliseconds = 4_500;
const shownMaximum = 3;

/**
 * Tells the trader something.
 *
 * @param {string} text
 * @param {object} [options]
 * @param {'info' | 'good' | 'bad'} [options.kind]
 * @param {{text: string, run: () => void}} [options.action]
 * @param {string} [options.key] a message with the same key is replaced
 */
export function notify(text, { kind = 'info', action = null, key = '' } = {}) {
  const list = byId('notifications');
  if (key) for (const old of list.children) if (old.dataset.key === key) old.remove();
  const node = element('div', { class: `notification ${kind}`, data: { key } });
  const remove = () => node.remove();
  node.append(element('p', { text }));
  if (action) {
    const run = () => {
      remove();
      action.run();
    };
    node.append(element('button', { type: 'button', class: 'button small', text: action.text, on: { click: run } }));
  }
  node.append(element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', text: '✕', on: { click: remove } }));
  list.append(node);
  while (list.children.length > shownMaximum) list.firstChild.remove();
  announce(text);
  if (!action) setTimeout(remove, kind === 'bad' ? 3 * shownMilliseconds : shownMilliseconds);
}

/** Says something to screen readers only. */
export function announce(text) {
  setText(byId('announcer'), '');
  setTimeout(() => setText(byId('announcer'), text), 30);
}
