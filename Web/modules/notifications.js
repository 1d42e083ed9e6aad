// Short messages: seen in the corner, heard by screen readers, gone after a while unless something has to be done.

import { button, byId, closingButton, element, setText } from './dom.js';

const shownMilliseconds = 4_500;
const problemShownMilliseconds = 13_500;
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
  if (key) for (const old of [...list.children]) if (old.dataset.key === key) old.remove();
  const node = element('div', { class: `notification ${kind}`, data: { key } }, element('p', { text }));
  const remove = () => node.remove();
  const act = () => {
    remove();
    action.run();
  };
  if (action) node.append(button(action.text, { kind: 'small', run: act }));
  node.append(closingButton('Dismiss', remove));
  list.append(node);
  while (list.children.length > shownMaximum) list.firstChild.remove();
  announce(text);
  if (!action) setTimeout(remove, kind === 'bad' ? problemShownMilliseconds : shownMilliseconds);
}

/** Says something to screen readers only. */
function announce(text) {
  setText(byId('announcer'), '');
  setTimeout(() => setText(byId('announcer'), text), 30);
}
