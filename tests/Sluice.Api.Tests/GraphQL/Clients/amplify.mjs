// aws-amplify's API client against a custom endpoint with a token of its own: queries and mutations as Amplify generates them.
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { token, url, society, serial, print } from './from.mjs';

Amplify.configure(
  { API: { GraphQL: { endpoint: url, region: 'eu-west-1', defaultAuthMode: 'none' } } },
  { API: { GraphQL: { headers: async () => ({ Authorization: `Bearer ${token}` }) } } });
const client = generateClient();

const createMeter = /* GraphQL */ `
  mutation CreateMeter($input: CreateMeterInput!, $condition: ModelMeterConditionInput) {
    createMeter(input: $input, condition: $condition) {
      id societyId serialNumber flatNumber towerName encryptionKey location { lat lng __typename } status
      readings { nextToken __typename } createdAt updatedAt __typename
    }
  }`;
const updateMeter = createMeter.replace('CreateMeter(', 'UpdateMeter(').replace('CreateMeterInput', 'UpdateMeterInput').replace('createMeter(', 'updateMeter(');
const metersBySociety = /* GraphQL */ `
  query MetersBySociety($societyId: ID!, $sortDirection: ModelSortDirection, $filter: ModelMeterFilterInput, $limit: Int, $nextToken: String) {
    metersBySociety(societyId: $societyId, sortDirection: $sortDirection, filter: $filter, limit: $limit, nextToken: $nextToken) {
      items { id serialNumber flatNumber towerName status __typename } nextToken __typename
    }
  }`;

const made = (await client.graphql({ query: createMeter, variables: { input: { societyId: society, serialNumber: serial, flatNumber: '101', towerName: 'A', encryptionKey: '000102030405060708090A0B0C0D0E0F', status: 'ACTIVE', location: { lat: 18.5, lng: 73.9 } } } })).data.createMeter;
const changed = (await client.graphql({ query: updateMeter, variables: { input: { id: made.id, status: 'MAINTENANCE' }, condition: { status: { eq: 'ACTIVE' } } } })).data.updateMeter;
let listed = [], nextToken = null;
do {
  const page = (await client.graphql({ query: metersBySociety, variables: { societyId: society, filter: { status: { eq: 'MAINTENANCE' } }, limit: 2, nextToken } })).data.metersBySociety;
  listed.push(...page.items.map(m => m.serialNumber));
  nextToken = page.nextToken;
} while (nextToken);
let refused;
try {
  await client.graphql({ query: updateMeter, variables: { input: { id: made.id, status: 'INACTIVE' }, condition: { status: { eq: 'ACTIVE' } } } });
} catch (e) {
  refused = e.errors[0].extensions?.code ?? e.errors[0].message;
}
print({ made, changed, listed, refused });
