// Two buttons that try what must not work, and show that it does not.

import { button, element, setText } from './dom.js';
import { explain } from './errors.js';

const zeroAddress = '0x0000000000000000000000000000000000000000';

/**
 * @param {object} context
 * @param {import('./session.js').Session} context.session
 * @param {import('./desk.js').Desk} context.desk
 */
export function keyProofs({ session, desk }) {
  const result = element('p', { class: 'proof-result', role: 'status', data: { testid: 'proof-result' } });
  const attempt = (run) => async () => {
    const key = session.store.get('key');
    setText(result, key ? await run(key) : 'There is no key in this browser yet. Approve one first.');
  };
  const withdrawal = (key) => tryWithdrawal(key, session.store.get('address'), desk);
  return element('section', { class: 'proofs', 'aria-label': 'See for yourself' },
    element('h3', { text: 'See for yourself' }),
    element('p', {
      class: 'muted small',
      text: 'The key lies in this browser, made so that it cannot be copied out; and what is not trading, it cannot sign.',
    }),
    element('div', { class: 'toolbar' },
      button('Try to export this key', { kind: 'small', test: 'try-export', run: attempt(tryExport) }),
      button('Try a withdrawal with this key', { kind: 'small', test: 'try-withdrawal', run: attempt(withdrawal) })),
    result);
}

async function tryExport(key) {
  try {
    await key.export();
    return 'The browser has given the key away. Revoke it, and do not use this browser.';
  } catch (error) {
    const reason = `${error.name}: ${error.message}`;
    return `The browser refuses: ${reason} – the key was made so that nothing can read it, not even this page.`;
  }
}

async function tryWithdrawal(key, wallet, desk) {
  const parameters = {
    nonce: desk.nonce(), wallet, quantity: '100.00000000', maximumGasFee: '0.00000000', bridgeAdapterAddress: zeroAddress,
    bridgeAdapterPayload: '0x',
  };
  try {
    await key.sign('POST /v1/withdrawals', parameters, desk.domain);
    return 'The key has signed a withdrawal. This must not happen: revoke it.';
  } catch (error) {
    return `Nothing was signed. The signer refuses to prepare it: ${explain(error)} `
      + 'Had it been signed all the same, the exchange would answer SESSION_KEY_NOT_PERMITTED.';
  }
}
