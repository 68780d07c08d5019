// graphql-sse in its distinct connections mode.
import { createClient } from 'graphql-sse';
import { token, url, society, serial, print } from './from.mjs';

const client = createClient({ url: `${url}/stream`, headers: { Authorization: `Bearer ${token}` }, retryAttempts: 0 });
const once = async payload => { for await (const result of client.iterate(payload)) return result; };

const made = (await once({ query: 'mutation ($i: CreateMeterInput!) { createMeter(input: $i) { id } }', variables: { i: { societyId: society, serialNumber: serial } } })).data.createMeter;
const refused = (await once({ query: '{ nothing }' })).errors[0].extensions.code;
const readings = client.iterate({ query: 'subscription ($m: ID) { onCreateReading(meterId: $m) { meterId consumption } }', variables: { m: made.id } });
const first = readings.next();
await new Promise(done => setTimeout(done, 500));
for (const consumption of [1.5, 2.5]) await once({ query: 'mutation ($m: ID!, $c: Float!) { createReading(input: { meterId: $m, consumption: $c }) { id } }', variables: { m: made.id, c: consumption } });
const heard = [(await first).value.data.onCreateReading, (await readings.next()).value.data.onCreateReading];
await readings.return();
print({ made, refused, heard });
process.exit(0);
