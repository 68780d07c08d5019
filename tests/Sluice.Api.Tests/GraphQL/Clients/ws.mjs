// graphql-ws: the reference client of graphql-transport-ws.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { token, socketUrl, society, serial, print } from './from.mjs';

const pongs = [];
const client = createClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: { Authorization: `Bearer ${token}` }, keepAlive: 200, retryAttempts: 0, on: { pong: received => received && pongs.push(1) } });
const once = payload => new Promise((done, failed) => { let result; client.subscribe(payload, { next: r => { result = r; }, error: failed, complete: () => done(result) }); });

const made = (await once({ query: 'mutation ($i: CreateMeterInput!) { createMeter(input: $i) { id } }', variables: { i: { societyId: society, serialNumber: serial } } })).data.createMeter;
const found = (await once({ query: 'query ($id: ID!) { getMeter(id: $id) { serialNumber } }', variables: { id: made.id } })).data.getMeter;
let refused;
try { await once({ query: '{ nothing }' }); } catch (e) { refused = e[0].extensions.code; }

const readings = client.iterate({ query: 'subscription ($s: ID, $m: ID) { onCreateReading(societyId: $s, meterId: $m) { meterId consumption } }', variables: { s: society, m: made.id } });
const first = readings.next();
await new Promise(done => setTimeout(done, 500));
for (const consumption of [1.5, 2.5]) await once({ query: 'mutation ($m: ID!, $c: Float!) { createReading(input: { meterId: $m, consumption: $c }) { id } }', variables: { m: made.id, c: consumption } });
const heard = [(await first).value.data.onCreateReading, (await readings.next()).value.data.onCreateReading];
await readings.return();

const rounds = client.iterate({ query: 'subscription ($s: ID) { onUpdateScanSession(societyId: $s) { id status progress { completed total } } }', variables: { s: society } });
const change = rounds.next();
await new Promise(done => setTimeout(done, 500));
const round = (await once({ query: 'mutation ($s: ID!) { createScanSession(input: { societyId: $s, mode: SOCIETY }) { id } }', variables: { s: society } })).data.createScanSession;
const started = (await change).value.data.onUpdateScanSession;
const later = rounds.next();
await once({ query: 'mutation ($id: ID!) { updateScanSession(input: { id: $id, status: COMPLETED }) { id } }', variables: { id: round.id } });
let update = (await later).value.data.onUpdateScanSession;
while (update.status !== 'COMPLETED') update = (await rounds.next()).value.data.onUpdateScanSession;
await rounds.return();

const files = client.iterate({ query: 'subscription ($s: ID) { onCreateExport(societyId: $s) { id sessionId status format } }', variables: { s: society } });
const file = files.next();
await new Promise(done => setTimeout(done, 500));
await once({ query: 'mutation ($id: ID!) { createExport(input: { sessionId: $id, format: "json" }) { id } }', variables: { id: round.id } });
const ready = (await file).value.data.onCreateExport;
await files.return();

const foreign = client.iterate({ query: 'subscription { onCreateReading(societyId: "somebody-else") { id } }' });
let notMine;
try { const r = await foreign.next(); notMine = r.value?.errors?.[0]?.extensions?.code; } catch (e) { notMine = e[0]?.extensions?.code; }
print({ made, found, refused, heard, round, started, update, ready, notMine, pongs: pongs.length });
await client.dispose();
