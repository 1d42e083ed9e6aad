// Choosing a wallet, and the prompt of the sandbox's demo wallet.

import { button, element, KeyedList } from './dom.js';
import { errorLine, openDialog } from './dialog.js';
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
  const content = (close) => {
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
    const found = foundWallets(wallets, choose);
    stop = onFound(found.show);
    return [
      element('p', { text: 'Connecting shows your address and nothing more. Your wallet asks before anything is signed.' }),
      ...found.nodes, demo && demoChoice(demo, choose), problem.node,
    ].filter(Boolean);
  };
  const connected = await openDialog({ title: 'Connect a wallet', class: 'wallets', content });
  stop();
  return connected === true;
}

function foundWallets(wallets, choose) {
  const list = element('div', { class: 'wallet-list' });
  const none = element('p', {
    class: 'muted', text: 'No wallet was found in this browser. Install one, or try the demo wallet.',
  });
  const rows = new KeyedList(list, {
    key: ({ info }) => info.uuid,
    create: (wallet) => ({ node: choice(wallet, picture(wallet), bounded(wallet.info.name), choose), update() {} }),
  });
  const show = () => {
    rows.update(wallets());
    none.hidden = wallets().length > 0;
  };
  show();
  return { nodes: [list, none], show };
}

function choice(wallet, mark, name, choose) {
  const options = { type: 'button', class: 'wallet-choice', autofocus: true, on: { click: () => choose(wallet) } };
  const node = element('button', options, mark, element('span', { text: name }));
  node.dataset.testid = `wallet-${wallet.info.rdns}`;
  return node;
}

/** The wallet's own picture, which is a stranger's: in an `img`, where nothing in it can act. */
function picture({ info }) {
  return info.icon ? element('img', { src: info.icon, alt: '', width: 28, height: 28 }) : mark('');
}

const mark = (kind) => element('span', { class: `wallet-mark ${kind}`, 'aria-hidden': 'true' });

function demoChoice(demo, choose) {
  const note = 'A throw-away wallet of this sandbox, with play money. It asks you just like a real one.';
  return element('div', { class: 'demo' },
    choice(demo, mark('demo-mark'), 'Try with a demo wallet', choose), element('p', { class: 'muted small', text: note }));
}

/**
 * The demo wallet's prompt: what any wallet shows before it signs.
 *
 * @param {{account: string, document: object}} prompt
 * @param {string} digest the digest that will be signed, where it is known
 * @returns {Promise<boolean>}
 */
export async function promptOfDemoWallet({ account, document }, digest) {
  const { primaryType, message } = document;
  const content = (close) => [
    promptHead(document),
    element('p', {}, 'Message: ', element('strong', { class: 'mono', text: primaryType })),
    message.purpose ? element('blockquote', { text: bounded(message.purpose, 300) }) : null,
    fieldList(fieldsOf(document).filter(({ name }) => name !== 'purpose')),
    element('p', { class: 'digest small' },
      element('span', { class: 'muted', text: 'Digest ' }), element('span', { class: 'mono', text: digest || 'not known' })),
    element('p', { class: 'muted small mono', text: `Account ${account}` }),
    element('div', { class: 'dialog-actions' },
      button('Decline', { test: 'wallet-decline', autofocus: true, run: () => close(false) }),
      button('Sign', { kind: 'primary', test: 'wallet-sign', run: () => close(true) })),
  ].filter(Boolean);
  return (await openDialog({ title: 'Demo wallet: signature request', class: 'prompt', content })) === true;
}

function promptHead({ domain }) {
  const where = `${domain.name} ${domain.version}, chain ${domain.chainId}, contract ${domain.verifyingContract}`;
  return element('div', { class: 'prompt-site' }, mark('demo-mark'),
    element('div', {},
      element('strong', { text: `${location.host} asks you to sign` }), element('p', { class: 'muted small', text: where })));
}
