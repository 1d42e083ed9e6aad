// The session keys of the wallet: this browser's own with its limits and its time, all others by device.

import { element, KeyedList, perFrame, setText } from './dom.js';
import { ago, bounded, dateTime, duration, shortAddress } from './format.js';
import { permissionName } from './words.js';
import { notify } from './notifications.js';
import { explain } from './errors.js';

/**
 * @param {import('./accountviews.js').Context & {api: import('./api.js').API, signer: import('./signer.js').Signer, domain: object}} context
 * @param {(count: number) => void} count
 */
export function sessionKeysView(context, count) {
  const { account, session, actions } = context;
  const list = element('div', { class: 'key-list' });
  const none = element('p', { class: 'muted empty', text: 'No session keys yet. Approve one to trade with one click.' });
  const rows = new KeyedList(list, { key: ({ sessionKey }) => sessionKey, create: (details) => keyRow(details, context) });
  const render = perFrame(() => {
    const own = session.store.get('key')?.address;
    const keys = account.store.get('keys').length ? account.store.get('keys') : [session.store.get('details')].filter(Boolean);
    const sorted = [...keys].sort((one, other) => rank(other, own) - rank(one, own) || other.authorizedAt - one.authorizedAt);
    none.hidden = sorted.length > 0;
    rows.update(sorted);
    count(sorted.filter(({ status }) => status === 'active').length);
    approve.textContent = session.isActive ? 'Renew' : 'Approve a session key';
    revokeAll.disabled = !session.store.get('wallet');
  });
  const approve = element('button', { type: 'button', class: 'button primary', data: { testid: 'renew' }, on: { click: () => (session.isActive ? actions.approve(true) : actions.begin()) } });
  const revokeAll = element('button', { type: 'button', class: 'button danger', text: 'Revoke all', data: { testid: 'revoke-all' }, on: { click: () => actions.revokeAll() } });
  account.store.watch(['keys'], render);
  session.store.watch(['key', 'details', 'status', 'wallet'], render);
  setInterval(() => !document.hidden && render(), 1_000);
  const proof = proofs(context);
  return element('div', { class: 'session-keys' }, element('div', { class: 'toolbar' }, approve, revokeAll), list, none, proof,
    element('p', { class: 'muted small', text: 'Times are the exchange’s. A day of a limit is a UTC day.' }));
}

function rank({ sessionKey, status }, own) {
  return (sessionKey === own ? 2 : 0) + (status === 'active' ? 1 : 0);
}

function keyRow(first, { session, api, actions, format }) {
  const line = (name = '') => element('span', { class: name });
  const [title, state, left, scope, limits, today, used, refused, own] = [element('strong'), line('state'), line('mono'), line(), line(), line(), line('muted'), line('warning'), line('tag')];
  setText(own, 'this browser');
  const revoke = element('button', { type: 'button', class: 'button small danger', text: 'Revoke', data: { testid: `revoke-${first.sessionKey}` },
    'aria-label': `Revoke key ${shortAddress(first.sessionKey)}`, on: { click: () => actions.revoke(first.sessionKey) } });
  const node = element('article', { class: 'key', data: { testid: 'key-row', address: first.sessionKey } },
    element('div', { class: 'key-head' }, title, own, state, element('span', { class: 'mono muted', title: first.sessionKey, text: shortAddress(first.sessionKey) }), left, revoke),
    element('p', { class: 'key-line' }, scope, limits), element('p', { class: 'key-line' }, today), element('p', { class: 'key-line small' }, used, refused));
  const update = (details) => {
    const now = api.now;
    const isOwn = details.sessionKey === session.store.get('key')?.address;
    const status = details.status === 'active' && details.expiresAt <= now ? 'expired' : details.status;
    setText(title, bounded(details.name) || 'Key without a name');
    own.hidden = !isOwn;
    setText(state, status === 'revoked' && details.revokedAt ? `revoked ${ago(details.revokedAt, now)}${byWhom(session.revoker(details.sessionKey))}` : status);
    state.dataset.status = status;
    setText(left, status === 'active' ? `${duration(details.expiresAt - now)} left` : '');
    setText(scope, `May ${permissionName(details.permission)} in ${details.markets.length ? details.markets.join(', ') : 'all markets'}, until ${dateTime(details.expiresAt)}.`);
    setText(limits, limitWords(details, format));
    setText(today, status === 'active' && details.valueRemainingToday !== undefined ? `Left today: ${format.money(details.valueRemainingToday)} of ${format.money(details.maximumDailyValue)} USD` : '');
    setText(used, usageWords(details, now));
    setText(refused, refusalWords(details));
    revoke.hidden = status === 'revoked';
    revoke.disabled = !(isOwn && session.isActive) && !session.store.get('wallet');
    node.classList.toggle('is-over', status !== 'active');
  };
  return { node, update };
}

/** The exchange tells that a key was revoked; by whom, this browser knows where it was asked to. */
function byWhom(revoker) {
  return revoker === 'key' ? ' by the key itself' : revoker === 'wallet' ? ' by the wallet' : '';
}

function limitWords({ maximumOrderValue, maximumDailyValue, maximumPriceDeviation }, format) {
  const parts = [
    maximumOrderValue && `at most ${format.fixed(maximumOrderValue, 0)} USD an order`,
    maximumDailyValue && `${format.fixed(maximumDailyValue, 0)} USD a day`,
    maximumPriceDeviation && `${format.percent(maximumPriceDeviation, 0)} off the index price`,
  ].filter(Boolean);
  return parts.length ? ` Limits: ${parts.join(', ')}.` : ' No limits.';
}

function usageWords({ authorizedAt, lastUsedAt, actionCount }, now) {
  const used = lastUsedAt ? `last used ${ago(lastUsedAt, now)}` : 'never used';
  return `Created ${dateTime(authorizedAt)}, ${used}, ${actionCount} ${actionCount === 1 ? 'action' : 'actions'} signed. `;
}

function refusalWords({ refusals, custodyAttempts }) {
  const custody = custodyAttempts ? `Tried ${custodyAttempts.count}× what only the wallet may sign: refused. ` : '';
  return custody + (refusals.count ? `${refusals.count} refused${refusals.lastCode ? `, last: ${bounded(refusals.lastCode)}` : ''}.` : '');
}

/** Two buttons that try what must not work, and show that it does not. */
function proofs({ session, desk, format }) {
  const result = element('p', { class: 'proof-result', role: 'status', data: { testid: 'proof-result' } });
  const tryExport = async () => {
    const key = session.store.get('key');
    if (!key) return setText(result, 'There is no key in this browser yet. Approve one first.');
    try {
      await key.export();
      setText(result, 'The browser has given the key away. Revoke it, and do not use this browser.');
    } catch (error) {
      setText(result, `The browser refuses: ${error.name}: ${error.message} – the key was made so that nothing can read it, not even this page.`);
    }
    return undefined;
  };
  const tryWithdrawal = async () => {
    const { key, address } = { key: session.store.get('key'), address: session.store.get('address') };
    if (!key) return setText(result, 'There is no key in this browser yet. Approve one first.');
    const parameters = {
      nonce: desk.nonce(), wallet: address, quantity: '100.00000000', maximumGasFee: '0.00000000',
      bridgeAdapterAddress: '0x0000000000000000000000000000000000000000', bridgeAdapterPayload: '0x',
    };
    try {
      await key.sign('POST /v1/withdrawals', parameters, desk.domain);
      setText(result, 'The key has signed a withdrawal. This must not happen: revoke it.');
    } catch (error) {
      setText(result, `Nothing was signed. The signer refuses to prepare it: ${explain(error)} Had it been signed all the same, the exchange would answer SESSION_KEY_NOT_PERMITTED.`);
    }
    return undefined;
  };
  const button = (text, test, run) => element('button', { type: 'button', class: 'button small', text, data: { testid: test }, on: { click: () => run().catch((error) => notify(explain(error), { kind: 'bad' })) } });
  return element('section', { class: 'proofs', 'aria-label': 'See for yourself' },
    element('h3', { text: 'See for yourself' }),
    element('p', { class: 'muted small', text: 'The key lies in this browser, made so that it cannot be copied out; and what is not trading, it cannot sign.' }),
    element('div', { class: 'toolbar' }, button('Try to export this key', 'try-export', tryExport), button('Try a withdrawal with this key', 'try-withdrawal', tryWithdrawal)), result);
}
