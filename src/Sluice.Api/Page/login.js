// Logs in at the built-in issuer: authorization code with PKCE. Tokens stay in this tab (sessionStorage); nothing is in addresses or cookies of ours.
const client = 'sluice-web', here = location.origin + '/', store = sessionStorage;
export const account = { me: null, sees: false };
let tokens = JSON.parse(store.getItem('tokens') || 'null'), renewing = null;

const base64Url = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

function keep(answer) {
  tokens = answer && { access: answer.access_token, refresh: answer.refresh_token, id: answer.id_token || tokens?.id, until: Date.now() + (answer.expires_in - 30) * 1000 };
  if (tokens) store.setItem('tokens', JSON.stringify(tokens)); else store.removeItem('tokens');
}

async function trade(fields) {
  const answer = await fetch('/connect/token', { method: 'POST', body: new URLSearchParams({ client_id: client, ...fields }), signal: AbortSignal.timeout(15000) });
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return json;
  if (answer.status === 400 || answer.status === 401) return null;   // the log-in is over
  throw new Error(json.title || `Error ${answer.status}`);
}

// One at a time: a refresh token is good once.
function renew() {
  renewing ??= trade({ grant_type: 'refresh_token', refresh_token: tokens.refresh }).then(keep).finally(() => renewing = null);
  return renewing;
}

export async function ask(path) {
  if (tokens && Date.now() > tokens.until) await renew();
  for (let again = false; ; again = true) {
    if (!tokens) { location.replace('/'); throw new Error('You are logged out'); }
    const answer = await fetch(path, { headers: { accept: 'application/json', authorization: `Bearer ${tokens.access}` }, cache: 'no-store', signal: AbortSignal.timeout(8000) });
    if (answer.status !== 401 || again) return answer;
    await renew();
  }
}

export async function logIn() {
  const verifier = random(), state = random();
  store.setItem('login', JSON.stringify({ verifier, state }));
  const challenge = base64Url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  location.assign('/connect/authorize?' + new URLSearchParams({
    client_id: client, response_type: 'code', redirect_uri: here, scope: 'openid profile email offline_access', state, code_challenge: challenge, code_challenge_method: 'S256',
  }));
}

export async function logOut() {
  const before = tokens;
  keep(null);
  if (before) await fetch('/connect/revoke', { method: 'POST', body: new URLSearchParams({ client_id: client, token: before.refresh, token_type_hint: 'refresh_token' }) }).catch(() => { });
  location.assign('/connect/logout?' + new URLSearchParams({ post_logout_redirect_uri: here, ...(before?.id ? { id_token_hint: before.id } : { client_id: client }) }));
}

// Comes back from a log-in, or goes on with the one of this tab.
export async function start() {
  const query = new URLSearchParams(location.search), login = JSON.parse(store.getItem('login') || 'null');
  if (query.has('code') || query.has('error')) {
    history.replaceState(null, '', '/');
    store.removeItem('login');
    if (query.has('code') && login && query.get('state') === login.state)
      keep(await trade({ grant_type: 'authorization_code', code: query.get('code'), redirect_uri: here, code_verifier: login.verifier }));
    else if (query.get('error') && query.get('error') !== 'access_denied') throw new Error(query.get('error_description') || query.get('error'));
  } else if (query.has('go')) {
    history.replaceState(null, '', '/');   // just chose a password, or came by a link: log in without asking again
    await logIn();
    return;
  }
  if (!tokens) return;
  const me = await ask('/api/me');
  if (me.ok) account.me = await me.json();
  account.sees = account.me?.role === 'SuperAdmin';
}
