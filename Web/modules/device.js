// What this device is called, until the trader calls it otherwise.

const browsers = [[/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']];
const systems = [
  [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS/, 'macOS'], [/Linux/, 'Linux'],
];

/** The browser and the system that it runs on, such as `Firefox on Linux`. */
export function deviceName() {
  const first = (list) => list.find(([pattern]) => pattern.test(navigator.userAgent))?.[1];
  const [browser, system] = [first(browsers) ?? 'Browser', first(systems)];
  return system ? `${browser} on ${system}` : browser;
}
