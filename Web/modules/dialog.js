// Dialogs: the browser's own, which keep the focus inside, close with Esc, and give it back.

import { element, setText } from './dom.js';

let count = 0;

/**
 * Opens a dialog, and waits until it is closed.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.class]
 * @param {(close: (value: any) => void, dialog: HTMLDialogElement) => Node[]} options.content makes what is inside; `close` ends
 *   the dialog with a value
 * @returns {Promise<any>} the value, or `undefined` where it was dismissed
 */
export function openDialog({ title, content, class: name = '' }) {
  return new Promise((resolve) => {
    const titleId = `dialog-title-${++count}`;
    const dialog = element('dialog', { class: `dialog ${name}`, 'aria-labelledby': titleId });
    let value;
    const close = (result) => {
      value = result;
      dialog.close();
    };
    const dismiss = element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', text: '✕', on: { click: () => close(undefined) } });
    dialog.append(element('header', { class: 'dialog-head' }, element('h2', { id: titleId, text: title }), dismiss), ...content(close, dialog));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(value);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Asks one question with two answers.
 *
 * @returns {Promise<boolean>}
 */
export async function confirmInDialog({ title, text, yes, isDangerous = false }) {
  const answer = await openDialog({
    title,
    content: (close) => [
      element('p', { text }),
      element('div', { class: 'dialog-actions' },
        element('button', { type: 'button', class: 'button', text: 'Not now', on: { click: () => close(false) } }),
        element('button', { type: 'button', class: `button ${isDangerous ? 'danger' : 'primary'}`, text: yes, on: { click: () => close(true) } })),
    ],
  });
  return answer === true;
}

/**
 * Runs something that takes a while, once at a time. The button keeps the focus, which a disabled one would lose for good.
 *
 * @param {HTMLElement} button
 * @param {string} words what it says meanwhile
 * @param {() => Promise<void>} run
 */
export async function whileBusy(button, words, run) {
  if (button.getAttribute('aria-disabled')) return;
  const before = button.textContent;
  button.setAttribute('aria-disabled', 'true');
  setText(button, words);
  try {
    await run();
  } finally {
    button.removeAttribute('aria-disabled');
    setText(button, before);
  }
}

/** A line for what went wrong inside a dialog. */
export function errorLine() {
  const node = element('p', { class: 'problem', role: 'alert' });
  return { node, show: (text) => setText(node, text) };
}
