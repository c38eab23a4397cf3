import { isEmergency, judge, type Grant } from './grant.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const reader = { userId: 'me', clearance: 2, compartments: [7] };
const aGrant = (change: Partial<Grant> = {}): Grant => ({
  ownerId: 1,
  sensitivity: 2,
  compartmentId: null,
  privateTo: null,
  validUntil: null,
  disclosureId: null,
  agreementInForce: true,
  ...change,
});

describe('judge', () => {
  it.each<[string, Grant[], string | undefined]>([
    ['an own record', [aGrant()], undefined],
    ['no grant at all', [], 'not-disclosed'],
    ['my draft', [aGrant({ privateTo: 'me' })], undefined],
    ['my emergency', [aGrant({ privateTo: 'me', disclosureId: 'e' })], undefined],
    ["a colleague's emergency", [aGrant({ privateTo: 'them', disclosureId: 'e' })], 'not-disclosed'],
    ["a colleague's draft", [aGrant({ privateTo: 'them' })], 'private-draft'],
    ['a record at my clearance', [aGrant({ sensitivity: 2 })], undefined],
    ['a record above my clearance', [aGrant({ sensitivity: 3 })], 'clearance'],
    ['my compartment', [aGrant({ compartmentId: 7 })], undefined],
    ["another operation's compartment", [aGrant({ compartmentId: 8 })], 'compartment'],
    ['an agreement in force', [aGrant({ disclosureId: 'd' })], undefined],
    ['an agreement suspended', [aGrant({ agreementInForce: false })], 'no-agreement'],
    ['a disclosure valid for another second', [aGrant({ validUntil: new Date(NOW.getTime() + 1000) })], undefined],
    ['a disclosure that expires this instant', [aGrant({ validUntil: NOW })], 'expired'],
    [
      'one dead and one live disclosure',
      [aGrant({ validUntil: NOW }), aGrant({ validUntil: new Date('2027-01-01') })],
      undefined,
    ],
  ])('%s', (_what, grants, reason) => {
    const { weighed, ...decision } = judge(reader, grants, NOW);
    expect(decision).toEqual(reason === undefined ? { allowed: true } : { allowed: false, reason });
    expect(weighed.map(({ grant }) => grant)).toEqual(grants);
    expect(weighed.some(({ obstacle }) => obstacle === undefined)).toBe(decision.allowed);
  });

  it('says of every grant what stands against it, and of one that reaches the reader nothing', () => {
    const { weighed } = judge(reader, [aGrant({ sensitivity: 3 }), aGrant()], NOW);
    expect(weighed.map((one) => ('obstacle' in one ? one.obstacle : 'reaches'))).toEqual(['clearance', 'reaches']);
  });
});

it.each<[string, Partial<Grant>, boolean]>([
  ['one person’s grant of a disclosure', { privateTo: 'me', disclosureId: 'e' }, true],
  ['a draft', { privateTo: 'me' }, false],
  ['a disclosure', { disclosureId: 'd' }, false],
  ['the owner’s own', {}, false],
])('%s is an emergency: %s', (_what, change, is) => expect(isEmergency(aGrant(change))).toBe(is));
