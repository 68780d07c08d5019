// Logs in at the issuer: authorization code with PKCE. Tokens are kept in localStorage, so that the app starts without network and every tab has them;
// docs/adr/0020 says why. A refresh token is good once: the lock lets one tab at a time use it.
const key = 'sluice.session', client = 'sluice-web', scope = 'openid profile email offline_access';
const redirect = () => new URL('authentication/login-callback', document.baseURI).href;
const read = () => JSON.parse(localStorage.getItem(key) || 'null');
const write = session => session ? localStorage.setItem(key, JSON.stringify(session)) : localStorage.removeItem(key);
const base64Url = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

// Null: the log-in is over. Throws when nobody answered, or not in our words.
async function trade(fields, before) {
  const answer = await fetch('/connect/token', { method: 'POST', body: new URLSearchParams({ client_id: client, ...fields }), signal: AbortSignal.timeout(20000) });
  const json = await answer.json().catch(() => null);
  if (json?.access_token) return {
    access: json.access_token, refresh: json.refresh_token ?? before?.refresh, id: json.id_token ?? before?.id,
    until: Date.now() + (json.expires_in - 30) * 1000, me: before?.me ?? null,
  };
  if (json?.error === 'invalid_grant') return null;
  throw new Error(`token ${answer.status}`);
}

export function load() {
  const session = read();
  return session && { me: session.me };
}

export function keepMe(me) {
  const session = read();
  if (session) write({ ...session, me });
}

export async function begin(returnTo, device) {
  const verifier = random(), state = random();
  sessionStorage.setItem('sluice.login', JSON.stringify({ verifier, state, returnTo }));
  const challenge = base64Url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  location.assign('/connect/authorize?' + new URLSearchParams({
    client_id: client, response_type: 'code', redirect_uri: redirect(), scope, state, device, code_challenge: challenge, code_challenge_method: 'S256',
  }));
}

// Comes back from the issuer: where to go on, or why not.
export async function finish() {
  const query = new URLSearchParams(location.search), login = JSON.parse(sessionStorage.getItem('sluice.login') || 'null');
  sessionStorage.removeItem('sluice.login');
  if (query.get('error')) return { problem: query.get('error_description') || query.get('error') };
  if (!query.get('code') || !login || query.get('state') !== login.state) return { problem: 'state' };
  try {
    const session = await trade({ grant_type: 'authorization_code', code: query.get('code'), redirect_uri: redirect(), code_verifier: login.verifier });
    if (!session) return { problem: 'invalid_grant' };
    write(session);
    return { returnTo: login.returnTo };
  } catch {
    return { problem: 'network' };
  }
}

// A token that is good now and is not the refused one; null: the log-in is over; { offline } when a new one is needed and nobody answers.
export function token(refused) {
  const good = session => session && session.access !== refused && Date.now() < session.until;
  const now = read();
  if (!now) return { token: null };
  if (good(now)) return { token: now.access };
  return navigator.locks.request('sluice.token', async () => {
    const session = read();   // another tab may have been quicker
    if (!session) return { token: null };
    if (good(session)) return { token: session.access };
    try {
      const next = await trade({ grant_type: 'refresh_token', refresh_token: session.refresh }, session);
      write(next);
      return { token: next?.access ?? null };
    } catch {
      return { offline: true };
    }
  });
}

export async function end() {
  const session = read();
  write(null);
  if (!session) return;
  await fetch('/connect/revoke', { method: 'POST', body: new URLSearchParams({ client_id: client, token: session.refresh, token_type_hint: 'refresh_token' }), signal: AbortSignal.timeout(5000) }).catch(() => { });
  if (navigator.onLine) location.assign('/connect/logout?' + new URLSearchParams({ post_logout_redirect_uri: new URL('.', document.baseURI).href, ...(session.id ? { id_token_hint: session.id } : { client_id: client }) }));
}
