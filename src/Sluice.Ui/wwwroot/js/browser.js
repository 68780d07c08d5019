// Small things of the browser that pages need; each has its C# side in Ui/Browser.

// --- kept choices (BrowserStore) ---
export const get = key => localStorage.getItem(key);
export const set = (key, value) => value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value);

// --- network (BrowserNetwork) ---
export const online = () => navigator.onLine;
export function watchNetwork(target) {
  const tell = () => target.invokeMethodAsync('Changed', navigator.onLine);
  addEventListener('online', tell);
  addEventListener('offline', tell);
}

// --- theme (BrowserScreen) ---
export const prefersDark = () => matchMedia('(prefers-color-scheme: dark)').matches;
export function watchDark(target) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', e => target.invokeMethodAsync('Changed', e.matches));
}
export const setTheme = name => { document.documentElement.dataset.theme = name; };
export const setLanguage = name => { document.documentElement.lang = name; };

// --- files (BrowserFiles) ---
export async function save(name, type, stream) {
  const url = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
export async function copy(text) {
  await navigator.clipboard.writeText(text);
}
export const deviceName = () => {
  const brand = navigator.userAgentData?.brands?.find(b => !/not|chromium/i.test(b.brand))?.brand ?? 'Browser';
  return `${brand} on ${navigator.userAgentData?.platform || navigator.platform || 'device'}`.slice(0, 60);
};
