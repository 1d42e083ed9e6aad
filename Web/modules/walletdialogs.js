// Choosing a wallet, and the prompt of the sandbox's demo wallet.

import { element, KeyedList } from './dom.js';
import { openDialog, errorLine } from './dialog.js';
import { fieldList, fieldsOf } from './typeddata.js';
import { bounded } from './format.js';
import { explain } from './errors.js';

/**
 * Has the trader choose a wallet and connects it.
 *
 * @param {object} options
 * @param {() => import('./wallet.js').Wallet[]} options.wallets those that are known by now
 * @param {(listener: () => void) => () => void} options.onFound hears of more of them
 * @param {import('./wallet.js').Wallet | null} options.demo the demo wallet, where there is one
 * @param {(wallet: import('./wallet.js').Wallet) => Promise<void>} options.connect
 * @returns {Promise<boolean>} whether one was connected
 */
export async function chooseWallet({ wallets, onFound, demo, connect }) {
  let stop = () => {};
  const connected = await openDialog({
    title: 'Connect a wallet',
    class: 'wallets',
    content: (close) => {
      const problem = errorLine();
      const choose = async (wallet) => {
        problem.show('');
        try {
          await connect(wallet);
          close(true);
        } catch (error) {
          problem.show(explain(error));
        }
      };
      const list = element('div', { class: 'wallet-list' });
      const none = element('p', { class: 'muted', text: 'No wallet was found in this browser. Install one, or try the demo wallet.' });
      const rows = new KeyedList(list, { key: ({ info }) => info.uuid, create: (wallet) => ({ node: walletButton(wallet, choose), update() {} }) });
      const show = () => {
        rows.update(wallets());
        none.hidden = wallets().length > 0;
      };
      show();
      stop = onFound(show);
      return [
        element('p', { text: 'Connecting shows your address and nothing more. Your wallet asks before anything is signed.' }),
        list, none, demo ? demoButton(demo, choose) : null, problem.node,
      ].filter(Boolean);
    },
  });
  stop();
  return connected === true;
}

function walletButton(wallet, choose) {
  const { name, icon, rdns } = wallet.info;
  return element('button', { type: 'button', class: 'wallet-choice', autofocus: true, data: { testid: `wallet-${rdns}` }, on: { click: () => choose(wallet) } },
    icon ? element('img', { src: icon, alt: '', width: 28, height: 28 }) : element('span', { class: 'wallet-mark', 'aria-hidden': 'true' }),
    element('span', { text: bounded(name) }));
}

function demoButton(demo, choose) {
  return element('div', { class: 'demo' },
    element('button', { type: 'button', class: 'wallet-choice', autofocus: true, data: { testid: `wallet-${demo.info.rdns}` }, on: { click: () => choose(demo) } },
      element('span', { class: 'wallet-mark demo-mark', 'aria-hidden': 'true' }),
      element('span', { text: 'Try with a demo wallet' })),
    element('p', { class: 'muted small', text: 'A throw-away wallet of this sandbox, with play money. It asks you just like a real one.' }));
}

/**
 * The demo wallet's prompt: what any wallet shows before it signs.
 *
 * @param {{account: string, document: object}} prompt
 * @param {string} digest the digest that will be signed, where it is known
 * @returns {Promise<boolean>}
 */
export async function promptOfDemoWallet({ account, document }, digest) {
  const { domain, primaryType, message } = document;
  const answer = await openDialog({
    title: 'Demo wallet: signature request',
    class: 'prompt',
    content: (close) => [
      element('div', { class: 'prompt-site' },
        element('span', { class: 'wallet-mark demo-mark', 'aria-hidden': 'true' }),
        element('div', {},
          element('strong', { text: `${location.host} asks you to sign` }),
          element('p', { class: 'muted small', text: `${domain.name} ${domain.version}, chain ${domain.chainId}, contract ${domain.verifyingContract}` }))),
      element('p', {}, 'Message: ', element('strong', { class: 'mono', text: primaryType })),
      message.purpose ? element('blockquote', { text: bounded(message.purpose, 300) }) : null,
      fieldList(fieldsOf(document).filter(({ name }) => name !== 'purpose')),
      element('p', { class: 'digest small' }, element('span', { class: 'muted', text: 'Digest ' }), element('span', { class: 'mono', text: digest || 'not known' })),
      element('p', { class: 'muted small mono', text: `Account ${account}` }),
      element('div', { class: 'dialog-actions' },
        element('button', { type: 'button', class: 'button', autofocus: true, text: 'Decline', data: { testid: 'wallet-decline' }, on: { click: () => close(false) } }),
        element('button', { type: 'button', class: 'button primary', text: 'Sign', data: { testid: 'wallet-sign' }, on: { click: () => close(true) } })),
    ].filter(Boolean),
  });
  return answer === true;
}
