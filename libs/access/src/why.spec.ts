import { anActor } from '@clin/platform/testing';
import type { ExplainedRecord } from './explained-record.js';
import type { Grant, Weighed } from './grant.js';
import type { KnownGrant } from './grants.query.js';
import type { DisclosureLine } from './sight-history.js';
import { holdersOf, throughOf, whyOf } from './why.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const LATER = new Date('2027-01-01T00:00:00Z');
const aGrant = (change: Partial<Grant> = {}): Grant => ({
  ownerId: 1, sensitivity: 2, compartmentId: null, privateTo: null, validUntil: null, disclosureId: null, agreementInForce: true, ...change,
}); // prettier-ignore
const aLine = (change: Partial<DisclosureLine> = {}): DisclosureLine => ({
  id: 'd', agency: 'B', agencyName: 'Beta', owner: 'A', ownerName: 'Alpha', purpose: 'p', legalBasis: 'l', agreementId: 1, agreement: 'ISA', ruleId: null, ruleVersion: null,
  conditions: 'c', items: 1, decidedAt: NOW, decidedBy: null, decidedRole: 'supervisor', expiresAt: LATER, revokedAt: null, revocationReason: null, live: true, ...change,
}); // prettier-ignore
const known = (agencyId: number, agencyName: string, change: Partial<KnownGrant> = {}): KnownGrant => ({
  ...aGrant(), agencyId, agency: agencyName[0]!, agencyName, agreementId: null, items: [], ...change,
}); // prettier-ignore
const record = (weighed: Weighed[], change: Partial<ExplainedRecord> = {}): ExplainedRecord =>
  ({
    reader: { userId: 'me', clearance: 3, compartments: [7] }, grants: weighed.map(({ grant }) => grant), judgement: { allowed: true, weighed },
    owner: { id: 1, code: 'A', name: 'Alpha' }, owns: false, known: [], ...change,
  }) as unknown as ExplainedRecord; // prettier-ignore
const reached = (...grants: Partial<Grant>[]): Weighed[] => grants.map((change) => ({ grant: aGrant(change) }));
const HERON = { name: 'Heron' };
const why = (weighed: Weighed[], lines: DisclosureLine[] = [], operation: { name: string } | undefined = undefined) =>
  whyOf(record(weighed), lines, operation, new Map([['ISA', 'isa@test.example']]));

describe('why a person sees a record', () => {
  it('is ownership, whatever else reaches them', () => {
    const found = why(reached({ disclosureId: 'd' }, {}), [aLine()]);
    expect(found).toMatchObject({ through: 'owner', draft: false, disclosures: [], operation: null });
  });
  it('is their own draft', () =>
    expect(why(reached({ privateTo: 'me' }))).toMatchObject({ through: 'owner', draft: true }));
  it('is a disclosure that reaches them, and no other', () => {
    const weighed = [...reached({ disclosureId: 'd' }), { grant: aGrant({ disclosureId: 'e' }), obstacle: 'expired' }];
    const found = why(weighed, [aLine(), aLine({ id: 'e' }), aLine({ id: 'f' })]);
    expect(found).toMatchObject({ through: 'disclosure', draft: false });
    expect(found.disclosures).toEqual([{
      id: 'd', by: 'A', byName: 'Alpha', purpose: 'p', legalBasis: 'l', agreement: 'ISA', conditions: 'c', rule: null, decidedByRole: 'supervisor', contact: 'isa@test.example', items: 1, since: NOW, until: LATER,
    }]); // prettier-ignore
  });
  it('is every disclosure that reaches them', () => {
    const found = why(reached({ disclosureId: 'd' }, { disclosureId: 'e' }), [
      aLine(),
      aLine({ id: 'e' }),
      aLine({ id: 'f' }),
    ]);
    expect(found.disclosures.map(({ id }) => id)).toEqual(['d', 'e']);
  });
  it('is a rule without a role, or a person with one', () => {
    const ruled = (change: Partial<DisclosureLine>) =>
      why(reached({ disclosureId: 'd' }), [aLine(change)]).disclosures[0];
    expect(ruled({ ruleId: 5, ruleVersion: 3 })).toMatchObject({ rule: { id: 5, version: 3 }, decidedByRole: null });
    expect(ruled({ ruleId: 5 })).toMatchObject({ rule: { id: 5, version: 1 } });
    expect(ruled({ agreement: null })).toMatchObject({ contact: null });
    expect(ruled({ agreement: 'OTHER' })).toMatchObject({ contact: null });
  });
  it('is an emergency when no disclosure is behind the grant', () =>
    expect(why(reached({ disclosureId: 'e', privateTo: 'me' }), [aLine()])).toMatchObject({
      through: 'emergency',
      draft: false,
      disclosures: [],
    }));
  it('names what was needed: clearance and operation', () => {
    expect(why(reached({ sensitivity: 1 }, { sensitivity: 3 })).clearance).toEqual({ needed: 1, yours: 3 });
    expect(why([{ grant: aGrant({ sensitivity: 3 }), obstacle: 'expired' }]).clearance).toEqual({
      needed: 3,
      yours: 3,
    });
    expect(why(reached({ compartmentId: 7 }), [], HERON).operation).toEqual({ name: 'Heron', member: true });
    expect(why(reached({ compartmentId: 8 }), [], HERON).operation).toEqual({ name: 'Heron', member: false });
    expect(why(reached({ compartmentId: 7 })).operation).toBeNull();
    expect(why(reached({}), [], HERON).operation).toBeNull();
  });
});

describe('who holds it', () => {
  const actor = anActor({ agencyId: 2, agencyCode: 'B', agencyName: 'Beta' });
  const told = (grants: Partial<Grant>[], change: Partial<ExplainedRecord> = {}) =>
    holdersOf(record(reached(...grants), change), actor).map(({ agencyId, agency, agencyName, grants: held }) => [
      agencyId,
      agency,
      agencyName,
      held,
    ]);
  const given = { disclosureId: 'd', validUntil: NOW, agreementInForce: false };
  it('is the owner and oneself, to a recipient', () =>
    expect(told([given])).toEqual([[1, 'A', 'Alpha', [aGrant()]], [2, 'B', 'Beta', [aGrant(given)]]])); // prettier-ignore
  it('is oneself alone after an emergency, or when the owner is oneself', () => {
    const emergency = { privateTo: 'me', disclosureId: 'e' };
    expect(told([emergency])).toEqual([[2, 'B', 'Beta', [aGrant(emergency)]]]);
    expect(told([{}], { owner: { id: 2, code: 'B', name: 'Beta' } })).toEqual([[2, 'B', 'Beta', [aGrant()]]]);
  });
  it('is every agency to the owner: itself first, the rest by name, each with all its grants', () => {
    const all = [known(4, 'Zeta'), known(3, 'Delta'), known(1, 'Omega'), known(4, 'Zeta', { disclosureId: 'd' })];
    const holders = holdersOf(record(reached({}), { owns: true, known: all }), actor);
    expect(holders.map(({ agencyId, agencyName, grants }) => [agencyId, agencyName, grants.length])).toEqual([[1, 'Omega', 1], [3, 'Delta', 1], [4, 'Zeta', 2]]); // prettier-ignore
  });
});

describe('through what an agency holds it', () => {
  it('is in the order of the disclosures, the owner’s own first, with what keeps everybody there out', () => {
    const grants = [
      aGrant({ disclosureId: 'e' }),
      aGrant({ disclosureId: 'd', validUntil: NOW, compartmentId: 7 }),
      aGrant(),
      aGrant({ disclosureId: 'x', privateTo: 'them' }),
    ];
    const lines = [aLine({ ruleId: 5, ruleVersion: 2 }), aLine({ id: 'e', agreement: null })];
    expect(throughOf(grants, lines, NOW)).toEqual([
      { kind: 'owner', disclosureId: null, purpose: null, agreement: null, rule: null, items: null, until: null, obstacle: null },
      { kind: 'emergency', disclosureId: 'x', purpose: null, agreement: null, rule: null, items: null, until: null, obstacle: null },
      { kind: 'disclosure', disclosureId: 'd', purpose: 'p', agreement: 'ISA', rule: { id: 5, version: 2 }, items: 1, until: NOW, obstacle: 'expired' },
      { kind: 'disclosure', disclosureId: 'e', purpose: 'p', agreement: null, rule: null, items: 1, until: null, obstacle: null },
    ]); // prettier-ignore
  });
});
