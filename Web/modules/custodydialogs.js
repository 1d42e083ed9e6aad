// Dialogs before the wallet is asked for money or for the end of keys.

import { button, element } from './dom.js';
import { errorLine, openDialog, whileBusy } from './dialog.js';
import { explain } from './errors.js';
import { withoutCommas } from './format.js';

/**
 * Asks how much, and has it carried out. What was typed stays where the wallet or the exchange refuses.
 *
 * @param {object} options `title`, `verb`, `note`, `suggestion`, `minimum`, `maximum` (or `null`), `pips`, `format`
 * @param {(quantity: string) => Promise<any>} options.run
 */
export async function openTransfer(options) {
  await openDialog({ title: options.title, class: 'transfer', content: (close) => [transferForm(options, close)] });
}

function transferForm({ verb, note, suggestion, minimum, maximum, pips, format, run }, close) {
  const problem = errorLine();
  const input = element('input', {
    type: 'text', inputmode: 'decimal', maxlength: 24, value: suggestion, autocomplete: 'off', autofocus: true,
    id: 'transfer-amount', name: 'amount',
  });
  const test = `confirm-${verb.toLowerCase()}`;
  const confirm = button(`${verb} with wallet`, { kind: 'primary wide', type: 'submit', test });
  const submit = (event) => {
    event.preventDefault();
    problem.show('');
    const quantity = read(input.value, { minimum, maximum, pips, format, problem });
    if (quantity) carryOut(confirm, 'Waiting for your wallet…', () => run(quantity), close, problem);
  };
  const takeAll = () => {
    input.value = pips.shortest(maximum);
  };
  return element('form', { on: { submit } },
    element('label', { class: 'field', for: 'transfer-amount' }, element('span', { text: 'Amount, USD' })),
    element('div', { class: 'input-row' }, input, maximum ? button('All', { kind: 'small', run: takeAll }) : null),
    maximum ? element('p', { class: 'muted small', text: `Available: ${format.money(maximum)} USD` }) : null,
    element('p', { class: 'muted small', text: note }), problem.node, confirm);
}

function carryOut(node, words, run, close, problem) {
  const failed = (error) => problem.show(explain(error));
  whileBusy(node, words, () => run().then(() => close(true), failed));
}

function read(text, { minimum, maximum, pips, format, problem }) {
  try {
    const quantity = pips.typed(withoutCommas(text) ?? '');
    if (pips.compare(quantity, minimum) < 0) problem.show(`At least ${format.shortest(minimum)} USD.`);
    else if (maximum && pips.compare(quantity, maximum) > 0) problem.show(`At most ${format.shortest(maximum)} USD.`);
    else return quantity;
  } catch {
    problem.show('Type an amount, such as 100.');
  }
  return null;
}

/**
 * Asks what becomes of a key's open orders, and revokes it.
 *
 * @param {object} options `title`, `text`, and the `count` of open orders
 * @param {(openOrders: 'cancel' | 'keep') => Promise<void>} options.run
 */
export async function openRevocation({ title, text, count, run }) {
  const content = (close) => {
    const problem = errorLine();
    const confirm = button('Revoke', { kind: 'danger wide', type: 'submit', test: 'confirm-revoke' });
    const submit = (event) => {
      event.preventDefault();
      const openOrders = new FormData(event.target).get('openOrders');
      carryOut(confirm, 'Revoking…', () => run(openOrders), close, problem);
    };
    const option = (value, words, checked) => element('label', { class: 'check' },
      element('input', { type: 'radio', name: 'openOrders', value, checked }), ` ${words}`);
    return [element('form', { on: { submit } }, element('p', { text }),
      element('fieldset', { class: 'plain' }, element('legend', { text: `Open orders (${count})` }),
        option('cancel', 'Cancel them', true), option('keep', 'Keep them', false)),
      problem.node, confirm)];
  };
  await openDialog({ title, class: 'revocation', content });
}
