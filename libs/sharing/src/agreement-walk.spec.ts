import type { Actor } from '@clin/platform';
import { Register } from './testing/a-register.js';
import { aRule, someTerms } from './testing/an-agreement.js';

/** A day from today, for dates. */
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const reason = { reason: 'Because of the test' };
const first = { version: 1, revision: 1 };

describe('an agreement', () => {
  let register: Register;
  let author: Actor;
  let lead: Actor;
  let secondLead: Actor;
  let theirLead: Actor;
  let theirSecond: Actor;
  let contact: Actor;
  let stranger: Actor;
  beforeAll(async () => {
    register = await Register.open();
    author = await register.person('MPS-CLTF', 'supervisor', 'lead');
    lead = await register.person('MPS-CLTF', 'lead');
    secondLead = await register.person('MPS-CLTF', 'lead');
    theirLead = await register.person('NCLCC', 'coordinator');
    theirSecond = await register.person('NCLCC', 'coordinator');
    contact = await register.person('NWP', 'contact');
    stranger = await register.person('WMP-CLTF', 'lead');
  });
  afterAll(() => register?.shut());

  const statusOf = async (actor: Actor, id: string): Promise<string> =>
    (await register.detail.execute(actor, id)).status;
  const fields = async (attempt: Promise<unknown>): Promise<string[]> =>
    attempt.then(
      () => [],
      (error: { fields?: object; name: string }) => (error.fields ? Object.keys(error.fields) : [error.name]),
    );

  it('goes from draft to in force by two people and both agencies', async () => {
    const { id, reference } = await register.draft.begin(author, someTerms());
    expect(reference).toMatch(/^MPS-CLTF-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/);
    expect(await fields(register.detail.execute(theirLead, id))).toEqual(['NotVisible']);
    await register.propose.execute(author, id, { revision: 1 });
    expect((await register.detail.execute(theirLead, id)).pending?.waitingFor).toEqual(['MPS-CLTF', 'NCLCC']);
    expect(await register.approve.execute(theirLead, id, first)).toMatchObject({ outcome: 'approved' });
    expect(await statusOf(theirLead, id)).toBe('proposed');
    expect(await fields(register.approve.execute(author, id, first))).toEqual(['approval']);
    expect(await fields(register.approve.execute(theirSecond, id, first))).toEqual(['WrongState']);
    expect(await register.approve.execute(lead, id, first)).toMatchObject({ outcome: 'enacted' });
    const detail = await register.detail.execute(theirLead, id);
    expect(detail).toMatchObject({ status: 'active', version: 1, pending: null, owner: 'MPS-CLTF' });
    expect(detail.parties.map(({ agency, state }) => [agency, state])).toEqual([['MPS-CLTF', 'party'], ['NCLCC', 'party']]); // prettier-ignore
    expect(detail.rules).toMatchObject([{ to: 'NCLCC', handling: 'P', from: null, monthsValid: 12 }]);
    expect(detail.history.map(({ action }) => action)).toEqual(['enact', 'approve', 'approve', 'propose']);
    // Who acted is named to their own agency only.
    expect(detail.history.filter(({ by }) => by !== null).map(({ agency }) => agency)).toEqual(['NCLCC']);
  });

  it('is known to its parties and to nobody else, and a draft to its owner', async () => {
    const id = await register.proposed(author);
    const absent = '00000000-0000-4000-8000-000000000000';
    for (const who of [id, absent, 'nonsense'])
      expect(await fields(register.detail.execute(stranger, who))).toEqual(['NotVisible']);
    expect(await fields(register.approve.execute(stranger, id, first))).toEqual(['NotVisible']);
    expect((await register.list.execute(stranger, {})).items.map((line) => line.id)).not.toContain(id);
    expect((await register.list.execute(theirLead, {})).items.find((line) => line.id === id)?.waiting).toBe(true);
  });

  it('is listed by status, party and review, and by nothing else', async () => {
    const id = await register.inForce(author, lead, theirLead);
    await register.admin.query('UPDATE sharing.agreement SET review_on = current_date WHERE uid = $1', [id]);
    const listed = async (query: object): Promise<boolean> =>
      (await register.list.execute(lead, query)).items.some((line) => line.id === id);
    expect([await listed({ status: 'active', party: 'NCLCC', due: '1' }), await listed({ status: 'draft' })]).toEqual([
      true,
      false,
    ]);
    expect([await listed({ party: 'SMH' }), await listed({ party: 'NO-SUCH' })]).toEqual([false, false]);
    for (const [query, field] of [
      [{ colour: 'red' }, 'colour'],
      [{ status: 'gone' }, 'status'],
      [{ status: ['draft', 'active'] }, 'status'],
    ] as const)
      expect(await fields(register.list.execute(lead, query))).toEqual([field]);
  });

  it('reviews six months after its start unless told otherwise, then yearly', async () => {
    const id = await register.inForce(author, lead, theirLead);
    const { reviewOn, terms } = await register.detail.execute(lead, id);
    const half = new Date(`${terms.startsOn}T12:00:00Z`);
    half.setUTCMonth(half.getUTCMonth() + 6);
    expect(Math.abs(Date.parse(reviewOn!) - half.getTime())).toBeLessThan(3 * 86_400_000);
    await register.decide.execute(lead, id, 'review', { reason: 'Still needed' });
    expect((await register.detail.execute(lead, id)).reviewOn! > day(360)).toBe(true);
    expect(await fields(register.decide.execute(theirLead, id, 'review', reason))).toEqual(['NotPermitted']);
  });

  it.each<[string, object, string]>([
    ['an end before the start', { startsOn: '2027-05-02', endsOn: '2027-05-01' }, 'endsOn'],
    ['an end in the past', { startsOn: '2020-01-01', endsOn: '2020-12-31' }, 'endsOn'],
    ['a review before the start', { reviewOn: '2020-01-01' }, 'reviewOn'],
    ['a day that does not exist', { endsOn: '2027-02-30' }, 'endsOn'],
    ['an agency that does not exist', { parties: ['NO-SUCH'] }, 'parties'],
    ['itself as the other party', { parties: ['MPS-CLTF'] }, 'parties'],
    ['an agency that takes no records', { parties: ['HO'] }, 'parties'],
    ['nobody', { parties: [] }, 'parties'],
    ['a rule to somebody who is no party', { rules: [aRule({ to: 'WMP-CLTF' })] }, 'rules.0.to'],
    ['a rule from somebody who is no party', { rules: [aRule({ from: 'SMH' })] }, 'rules.0.from'],
    ['a rule to who gives', { rules: [aRule({ from: 'NCLCC' })] }, 'rules.0.to'],
    ['a rule beyond its classes', { handling: ['P'], rules: [aRule({ handling: 'C' })] }, 'rules.0.handling'],
    ['a rule for an unknown area', { rules: [aRule({ areas: ['E99'] })] }, 'rules.0.areas'],
    ['a rule for no time', { rules: [aRule({ monthsValid: 0 })] }, 'rules.0.monthsValid'],
    ['no data classes', { handling: [] }, 'handling'],
    ['no contact point', { contact: { post: 'Officer' } }, 'contact.email'],
    ['a fingerprint that is none', { signedCopy: { name: 'a.pdf', sha256: 'x', heldAt: 'y' } }, 'signedCopy.sha256'],
    ['a reference of another agency', { reference: 'NCLCC-TAKEN-1' }, 'reference'],
    ['an unknown field', { owner: 'NCLCC' }, 'owner'],
  ])('refuses %s and keeps nothing', async (_what, change, field) => {
    const count = 'SELECT count(*)::int AS n FROM sharing.agreement';
    const before = (await register.admin.query(count)).rows[0];
    expect(await fields(register.draft.begin(author, { ...someTerms(), ...change }))).toEqual([field]);
    expect((await register.admin.query(count)).rows[0]).toEqual(before);
  });

  it('takes a reference of its own once', async () => {
    const terms = { ...someTerms(), reference: 'MPS-CLTF-RAIL-1' };
    expect((await register.draft.begin(author, terms)).reference).toBe('MPS-CLTF-RAIL-1');
    expect(await fields(register.draft.begin(author, terms))).toEqual(['reference']);
  });

  it('is taken back and changed, and what was approved before counts no more', async () => {
    const id = await register.proposed(author);
    await register.approve.execute(theirLead, id, first);
    await register.decide.execute(author, id, 'revise', reason);
    expect(await fields(register.detail.execute(theirLead, id))).toEqual(['NotVisible']);
    expect(await fields(register.draft.save(author, id, { ...someTerms(), revision: 1 }))).toEqual(['WrongState']);
    await register.draft.save(author, id, { ...someTerms({ title: 'Changed' }), revision: 2 });
    await register.propose.execute(author, id, { revision: 3 });
    expect(await fields(register.approve.execute(lead, id, { version: 1, revision: 1 }))).toEqual(['WrongState']);
    expect(await register.approve.execute(lead, id, { version: 1, revision: 3 })).toMatchObject({
      outcome: 'approved',
    });
    expect((await register.detail.execute(theirLead, id)).terms.title).toBe('Changed');
  });

  it('counts everybody who wrote in it as an author', async () => {
    const { id } = await register.draft.begin(lead, someTerms());
    await register.draft.save(author, id, { ...someTerms(), revision: 1 });
    await register.propose.execute(author, id, { revision: 2 });
    const seen = { version: 1, revision: 2 };
    for (const actor of [author, lead])
      expect(await fields(register.approve.execute(actor, id, seen))).toEqual(['approval']);
    expect(await register.approve.execute(secondLead, id, seen)).toMatchObject({ outcome: 'approved' });
  });

  it('is joined later by an organisation’s own approval', async () => {
    const id = await register.inForce(author, lead, theirLead, { parties: ['NCLCC', 'NWP'] });
    const before = await register.detail.execute(contact, id);
    expect(before.parties.find(({ agency }) => agency === 'NWP')?.state).toBe('invited');
    expect(before.actions).toEqual(['approve', 'withdraw']);
    expect(await fields(register.decide.execute(contact, id, 'suspend', reason))).toEqual(['NotPermitted']);
    expect(await register.approve.execute(contact, id, first)).toMatchObject({ outcome: 'acceded' });
    expect((await register.detail.execute(contact, id)).parties.find(({ agency }) => agency === 'NWP')?.state).toBe(
      'party',
    );
  });

  it('is suspended once by a party, and reinstated by a second person of that party or by the owner', async () => {
    const id = await register.inForce(author, lead, theirLead);
    expect(await fields(register.decide.execute(theirLead, id, 'suspend', { reason: ' ' }))).toEqual(['reason']);
    expect(await register.decide.execute(theirLead, id, 'suspend', reason)).toMatchObject({ status: 'suspended' });
    expect(await fields(register.decide.execute(theirLead, id, 'suspend', reason))).toEqual(['WrongState']);
    expect(await fields(register.decide.execute(theirLead, id, 'reinstate', reason))).toEqual(['reinstatement']);
    expect(await register.decide.execute(theirSecond, id, 'reinstate', reason)).toMatchObject({ status: 'active' });
    await register.decide.execute(theirLead, id, 'suspend', reason);
    expect(await register.decide.execute(lead, id, 'reinstate', reason)).toMatchObject({ status: 'active' });
  });

  it('ends early, is left by one party, and lapses when nobody is left', async () => {
    const ended = await register.inForce(author, lead, theirLead);
    expect(await register.decide.execute(theirLead, ended, 'end', reason)).toMatchObject({ status: 'lapsed' });
    expect(await fields(register.decide.execute(lead, ended, 'reinstate', reason))).toEqual(['WrongState']);
    const left = await register.inForce(author, lead, theirLead);
    expect(await fields(register.decide.execute(lead, left, 'withdraw', reason))).toEqual(['NotPermitted']);
    await register.decide.execute(theirLead, left, 'withdraw', reason);
    expect(await statusOf(lead, left)).toBe('lapsed');
    expect(await fields(register.detail.execute(theirLead, left))).toEqual(['NotVisible']);
  });

  it('gets a next version that waits for the parties it concerns, and replaces the one in force', async () => {
    const parties = ['NCLCC', 'NWP', 'WMP-CLTF'];
    const id = await register.inForce(author, lead, theirLead, { parties });
    for (const actor of [contact, stranger]) await register.approve.execute(actor, id, first);
    const rules = [aRule(), aRule({ from: 'WMP-CLTF', handling: 'C' })];
    await register.draft.renew(author, id, someTerms({ parties, rules }));
    expect(await fields(register.draft.renew(author, id, someTerms({ parties })))).toEqual(['WrongState']);
    expect((await register.detail.execute(theirLead, id)).pending).toBeNull();
    await register.propose.execute(author, id, { revision: 1 });
    expect((await register.detail.execute(contact, id)).pending?.waitingFor).toEqual(['MPS-CLTF', 'NCLCC', 'WMP-CLTF']);
    const second = { version: 2, revision: 1 };
    await register.approve.execute(lead, id, second);
    await register.approve.execute(theirLead, id, second);
    expect((await register.detail.execute(lead, id)).rules).toHaveLength(1);
    expect(await register.approve.execute(stranger, id, second)).toMatchObject({ outcome: 'enacted' });
    const detail = await register.detail.execute(contact, id);
    expect(detail).toMatchObject({ status: 'active', version: 2 });
    expect(detail.rules).toHaveLength(2);
    expect(detail.versions.map(({ version, state }) => [version, state])).toEqual([[2, 'active'], [1, 'replaced']]); // prettier-ignore
  });

  it('drops no party by a new version', async () => {
    const id = await register.inForce(author, lead, theirLead, { parties: ['NCLCC', 'NWP'] });
    const without = someTerms({ parties: ['NWP'], rules: [] });
    expect(await fields(register.draft.renew(author, id, without))).toEqual(['parties']);
  });
});
