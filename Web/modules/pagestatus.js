// Whether the page is connected, which wallet is, and whether it is day or night.

import { byId, setText } from './dom.js';
import { bounded, shortAddress } from './format.js';

const stateNames = { connecting: 'Connecting…', live: 'Live', reconnecting: 'Reconnecting…', offline: 'Offline' };

/**
 * Shows how the connection is. What is shown while it is away is marked as old.
 *
 * @param {import('./stream.js').Stream} stream
 */
export function showConnection(stream) {
  const node = byId('connection');
  const render = () => {
    const state = navigator.onLine ? stream.state : 'offline';
    node.dataset.state = state;
    setText(node, stateNames[state]);
    document.body.classList.toggle('is-offline', state !== 'live');
  };
  stream.on('state', render);
  window.addEventListener('online', render);
  window.addEventListener('offline', render);
  render();
}

/**
 * Shows the wallet on the button that connects or disconnects it.
 *
 * @param {import('./session.js').Session} session
 * @param {{connect: () => void, disconnect: () => void}} actions
 */
export function showWallet(session, { connect, disconnect }) {
  const button = byId('connect-wallet');
  button.addEventListener('click', () => (session.store.get('address') ? disconnect() : connect()));
  session.store.watch(['wallet', 'address', 'isReachable'], () => {
    const [wallet, address, isReachable] = ['wallet', 'address', 'isReachable'].map((name) => session.store.get(name));
    setText(button, address ? `${shortAddress(address)}${wallet && isReachable ? '' : ' (locked)'}` : 'Connect wallet');
    button.classList.toggle('primary', !address);
    button.title = address ? `${wallet ? bounded(wallet.info.name) : 'Wallet not found in this browser'}: ${address}` : '';
  });
}

/**
 * Says how it works for as long as no key has been approved.
 *
 * @param {import('./session.js').Session} session
 */
export function showIntroduction(session) {
  session.store.watch(['status'], () => {
    byId('intro').hidden = session.store.get('status') !== 'none';
  });
}

/** Day and night follow the system until the trader says otherwise. */
export function prepareTheme() {
  const root = document.documentElement;
  const kept = localStorage.getItem('theme');
  if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;
  byId('theme').addEventListener('click', () => {
    const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = isDark ? 'light' : 'dark';
    localStorage.setItem('theme', root.dataset.theme);
  });
}

/** On a narrow page one part is shown at a time. */
export function prepareViews() {
  const buttons = [...document.querySelectorAll('[data-show]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      document.body.dataset.view = button.dataset.show;
      for (const other of buttons) {
        if (other === button) other.setAttribute('aria-current', 'true');
        else other.removeAttribute('aria-current');
      }
      window.scrollTo(0, 0);
    });
  }
}
