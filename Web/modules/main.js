// Puts the page together: what is known, who signs, and the views of both.

import { API } from './api.js';
import { Signer } from './signer.js';
import { DemoWalletProvider, Wallet, demoWalletInfo, discoverWallets } from './wallet.js';
import { Stream } from './stream.js';
import { MarketData } from './market.js';
import { Account } from './account.js';
import { Activity } from './activity.js';
import { Desk } from './desk.js';
import { Session } from './session.js';
import { Actions } from './actions.js';
import { Format } from './format.js';
import { OrderForm } from './orderform.js';
import { chooseWallet, promptOfDemoWallet } from './walletdialogs.js';
import { showMarketHeader } from './marketheader.js';
import { showOrderBook } from './orderbook.js';
import { showTrades } from './trades.js';
import { showChart } from './chart.js';
import { showLeverage } from './leverage.js';
import { showKeyCard } from './keycard.js';
import { makeTabs } from './tabs.js';
import { positionsView } from './positions.js';
import { ordersView } from './orders.js';
import { fillsView } from './fills.js';
import { balancesView } from './balances.js';
import { sessionKeysView } from './sessionkeysview.js';
import { activityView } from './activityview.js';
import { prepareTheme, prepareViews, showConnection, showIntroduction, showWallet } from './pagestatus.js';
import { notify } from './notifications.js';
import { explain } from './errors.js';
import { byId } from './dom.js';

const marketName = 'market';
const driftMaximumMilliseconds = 1_000;

async function start() {
  prepareTheme();
  prepareViews();
  const api = new API();
  const stream = new Stream(`${location.origin.replace(/^http/, 'ws')}/v1`);
  showConnection(stream);
  stream.open();
  const markets = MarketData.fetch(api);
  const [signer, exchange] = await Promise.all([Signer.load('/signer.wasm'), api.read('/v1/exchange'), api.synchronize()]);
  const { pips } = signer;
  const format = new Format(pips);
  const market = new MarketData(api, stream, pips);
  const activity = new Activity();
  const account = new Account(api, stream, signer);
  const desk = new Desk({ api, stream, signer, activity, format });
  const session = new Session({ api, signer, desk, account });
  const wallets = prepareWallets({ api, desk, exchange, session });
  const context = {
    api, stream, signer, pips, format, market, activity, account, desk, session, exchange, connect: wallets.connect,
  };
  context.actions = new Actions(context);
  showPage(context);
  market.start(await markets, localStorage.getItem(marketName));
  market.store.watch(['market'], () => localStorage.setItem(marketName, market.store.get('market').market));
  await wallets.restore();
  // What is clicked earlier would be lost.
  for (const id of ['connect-wallet', 'place-order']) byId(id).disabled = false;
  keepTime(api);
}

/** Measures the exchange's clock again when the page comes to the front, and when the device has slept. */
function keepTime(api) {
  const measure = () => api.synchronize().catch(() => {});
  const difference = () => Date.now() - performance.now();
  let before = difference();
  document.addEventListener('visibilitychange', () => !document.hidden && measure());
  setInterval(() => {
    if (Math.abs(difference() - before) > driftMaximumMilliseconds) measure();
    before = difference();
  }, 5_000);
}

function showPage(context) {
  const { market, account, session, pips, format, activity, actions, api } = context;
  const now = () => api.now;
  showMarketHeader(market, format, now);
  showChart({ market, account, format, now });
  showTrades(market, format);
  const form = new OrderForm({
    market, account, session, pips, format,
    place: (order, start) => actions.place(order, start), begin: () => actions.begin(), deposit: () => actions.deposit(),
  });
  showOrderBook({ market, account, pips, format, onPick: (price) => pick(price, form) });
  const setLeverage = (name, fraction, start) => actions.setLeverage(name, fraction, start);
  showLeverage({ market, account, session, pips, choose: setLeverage });
  showWallet(session, { connect: () => actions.begin(), disconnect: () => actions.disconnect() });
  showIntroduction(session);
  const tabs = showTabs(context);
  const showKeys = () => {
    document.querySelector('[data-show="account"]').click();
    tabs.select('keys');
    byId('tab-keys').focus();
  };
  showKeyCard({ session, activity, api, format, actions, showKeys });
  account.store.watch(['isStale'], () => document.body.classList.toggle('is-account-stale', account.store.get('isStale')));
}

/** Takes a price of the book; where one part is shown at a time, the form comes into sight. */
function pick(price, form) {
  form.takePrice(price);
  if (document.body.dataset.view === 'book') document.querySelector('[data-show="trade"]').click();
}

function showTabs(context) {
  let tabs = null;
  const count = (id) => (number) => tabs?.count(id, number);
  tabs = makeTabs([
    { id: 'positions', title: 'Positions', panel: positionsView(context, count('positions')) },
    { id: 'orders', title: 'Open orders', panel: ordersView(context, count('orders')) },
    { id: 'fills', title: 'Fills', panel: fillsView(context) },
    { id: 'balances', title: 'Balances', panel: balancesView(context) },
    { id: 'keys', title: 'Session keys', panel: sessionKeysView(context, count('keys')) },
    { id: 'activity', title: 'Activity', panel: activityView(context.activity) },
  ]);
  return tabs;
}

/** Finds wallets, and says how to connect one and how to go on with the one from last time. */
function prepareWallets({ api, desk, exchange, session }) {
  let found = [];
  const listeners = new Set();
  const provider = new DemoWalletProvider({
    api, chainId: exchange.chainId,
    confirm: (prompt) => promptOfDemoWallet(prompt, desk.digestOf(prompt.document)),
  });
  // Whoever offers demo wallets is a sandbox, and signs in its domain. Nothing is signed before that is known.
  const demoWallet = provider.isOffered().then((isSandbox) => {
    byId('sandbox').hidden = !isSandbox;
    const environment = isSandbox ? 'sandbox' : 'production';
    desk.domain = { chainId: exchange.chainId, contract: exchange.exchangeContractAddress, environment };
    return isSandbox ? new Wallet(provider, demoWalletInfo) : null;
  });
  desk.chain = {
    chainId: exchange.chainId, name: 'Katana', rpcUrls: ['https://rpc.katana.network'],
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  };
  discoverWallets((wallets) => {
    found = wallets;
    for (const listener of listeners) listener();
    const { rdns } = session.remembered ?? {};
    const known = wallets.find(({ info }) => info.rdns === rdns);
    if (known && session.store.get('address') && !session.store.get('wallet')) session.attach(known);
  });
  const connect = async () => chooseWallet({
    wallets: () => found, demo: await demoWallet, connect: (wallet) => session.connect(wallet),
    onFound: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const restore = async () => {
    const [demo, { rdns }] = [await demoWallet, session.remembered ?? {}];
    if (!rdns) return;
    const wallet = rdns === demoWalletInfo.rdns ? demo : found.find(({ info }) => info.rdns === rdns) ?? null;
    await session.restore(wallet);
  };
  return { connect, restore };
}

start().catch((error) => notify(`The page could not start. ${explain(error)} Load it again.`, { kind: 'bad' }));
