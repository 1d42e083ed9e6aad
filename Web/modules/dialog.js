// Dialogs: the browser's own, which keep the focus inside, close with Esc, and give it back.

import { button, closingButton, element, setText } from './dom.js';

let count = 0;

/**
 * Opens a dialog, and waits until it is closed.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.class]
 * @param {(close: (value: any) => void) => Node[]} options.content makes what is inside; `close` gives the value
 * @returns {Promise<any>} the value, or `undefined` where it was dismissed
 */
export function openDialog({ title, content, class: name = '' }) {
  return new Promise((resolve) => {
    const titleId = `dialog-title-${++count}`;
    const dialog = element('dialog', { class: `dialog ${name}`, 'aria-labelledby': titleId });
    const close = (value) => {
      if (!dialog.isConnected) return;
      // Closing gives the focus back, which only works while the dialog is there.
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const dismiss = () => close(undefined);
    const head = element('header', { class: 'dialog-head' },
      element('h2', { id: titleId, text: title }), closingButton('Close', dismiss));
    dialog.append(head, ...content(close));
    // Esc is answered at once; the browser's own event of closing comes a moment later.
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      dismiss();
    });
    dialog.addEventListener('close', dismiss);
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Asks one question with two answers.
 *
 * @param {{title: string, text: string, yes: string}} question
 * @returns {Promise<boolean>}
 */
export async function confirmInDialog({ title, text, yes }) {
  const content = (close) => [
    element('p', { text }),
    element('div', { class: 'dialog-actions' },
      button('Not now', { run: () => close(false) }),
      button(yes, { kind: 'primary', test: 'confirm', run: () => close(true) })),
  ];
  return (await openDialog({ title, content })) === true;
}

/**
 * Runs something that takes a while, once at a time. The button keeps the focus, which a disabled one would lose for good.
 *
 * @param {HTMLElement} node the button
 * @param {string} words what it says meanwhile
 * @param {() => Promise<void>} run
 */
export async function whileBusy(node, words, run) {
  if (node.getAttribute('aria-disabled')) return;
  const before = node.textContent;
  node.setAttribute('aria-disabled', 'true');
  setText(node, words);
  try {
    await run();
  } finally {
    node.removeAttribute('aria-disabled');
    setText(node, before);
  }
}

/** A line for what went wrong inside a dialog. */
export function errorLine() {
  const node = element('p', { class: 'problem', role: 'alert' });
  return { node, show: (text) => setText(node, text) };
}
