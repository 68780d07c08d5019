// Apollo Client: queries and mutations over HTTP, a subscription over its WebSocket link.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { token, url, socketUrl, society, serial, print } from './from.mjs';

const socket = createClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: { Authorization: `Bearer ${token}` } });
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.split(({ operationType }) => operationType === 'subscription', new GraphQLWsLink(socket), new HttpLink({ uri: url, headers: { Authorization: `Bearer ${token}` } })),
});

const { data } = await client.mutate({
  mutation: gql`mutation ($input: CreateMeterInput!) { createMeter(input: $input) { id serialNumber status } }`,
  variables: { input: { societyId: society, serialNumber: serial } },
});
const list = await client.query({ query: gql`query ($id: ID!) { getSociety(id: $id) { id name meters { items { id serialNumber flat { flatNumber } } } } }`, variables: { id: society } });
let refused;
try {
  await client.query({ query: gql`{ getMeter(id: "KAM.00000000") { nothing } }` });
} catch (e) {
  refused = e.errors?.[0]?.extensions?.code ?? e.cause?.errors?.[0]?.extensions?.code ?? String(e);
}
const heard = new Promise((done, failed) => client.subscribe({ query: gql`subscription ($id: ID) { onCreateReading(societyId: $id) { id meterId consumption source } }`, variables: { id: society } }).subscribe({ next: r => done(r.data.onCreateReading), error: failed }));
await new Promise(done => setTimeout(done, 1000));   // its link gives no word when the subscription stands
await client.mutate({ mutation: gql`mutation ($id: ID!) { createReading(input: { meterId: $id, consumption: 12.5 }) { id } }`, variables: { id: data.createMeter.id } });
print({ made: data.createMeter, society: list.data.getSociety, refused, heard: await heard });
await socket.dispose();
process.exit(0);
