import { sha256 } from '@clin/access';
import type { OwnerReport, SharedReport, UnacceptedReport } from '@clin/intelligence';
import { anItem, aReport } from '@clin/intelligence/testing';
import { InvalidInput, NotPermitted, NotVisible, WrongState, type Actor } from '@clin/platform';
import { Room } from './testing/a-room.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const daysAhead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const DISCLOSURE = {
  agency: 'WMP-CLTF',
  purpose: 'Find the line holder',
  legalBasis: 'Policing purpose',
  agreement: 'CLIN-ISA-001',
  conditions: 'Do not act on it before Friday',
  expires: daysAhead(60),
};

describe('the life of a disclosure', () => {
  let room: Room;
  let author: Actor, supervisor: Actor, lead: Actor, wmp: Actor, wmpLead: Actor, mer: Actor, nclcc: Actor;
  beforeAll(async () => {
    room = await Room.open();
    author = await room.person('MPS-CLTF', 'analyst');
    supervisor = await room.person('MPS-CLTF', 'supervisor');
    lead = await room.person('MPS-CLTF', 'lead');
    wmp = await room.person('WMP-CLTF', 'analyst');
    wmpLead = await room.person('WMP-CLTF', 'lead');
    mer = await room.person('MER-CLTF', 'analyst');
    nclcc = await room.person('NCLCC', 'coordinator');
  });
  afterAll(() => room.shut());

  const published = () =>
    room.disseminated(author, supervisor, aReport({ items: [anItem(), anItem({ sanitised: 'Kept' })] as never }));
  const sharedWith = async (change: object = {}) => {
    const { id, itemIds } = await published();
    const made = await room.disclose.execute(supervisor, id, { ...DISCLOSURE, items: itemIds.slice(0, 1), ...change });
    return { report: id, items: itemIds, id: made.id };
  };
  const fields = async (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (thrown: unknown) => (thrown instanceof InvalidInput ? Object.keys(thrown.fields) : String(thrown)),
    );
  const titles = async (actor: Actor) => (await room.list.execute(actor, {})).items.map(({ id }) => id);
  const count = async (table: string, id: string) =>
    (await room.admin.query(`SELECT count(*)::int AS n FROM ${table} WHERE disclosure_id = $1`, [id])).rows[0]
      .n as number;

  describe('conditions that a person wrote', () => {
    it('are all that shows before a reader accepts them, for that reader alone', async () => {
      const { report, id } = await sharedWith();
      expect(await room.detail.execute(wmp, report)).toEqual({
        access: 'conditions',
        id: report,
        reference: ((await room.detail.execute(supervisor, report)) as OwnerReport).reference,
        owner: 'MPS-CLTF',
        ownerName: expect.any(String) as string,
        toAccept: [{ disclosureId: id, purpose: DISCLOSURE.purpose, conditions: DISCLOSURE.conditions }],
      } satisfies UnacceptedReport);
      expect(await titles(wmp)).not.toContain(report);
      await expect(room.receipts.execute(wmp, id)).rejects.toThrow(WrongState);
      const accepted = await room.accept.execute(wmp, id, {});
      expect(await room.accept.execute(wmp, id, undefined)).toEqual(accepted);
      expect(((await room.detail.execute(wmp, report)) as SharedReport).items).toHaveLength(1);
      expect(await titles(wmp)).toContain(report);
      expect((await room.detail.execute(wmpLead, report)).access).toBe('conditions');
    });

    it('cannot be accepted for another, by a stranger, after the revocation, or where there are none', async () => {
      const { report, id } = await sharedWith();
      expect(await fields(room.accept.execute(wmp, id, { user: wmpLead.userId }))).toEqual(['user']);
      for (const who of [mer, supervisor]) await expect(room.accept.execute(who, id, {})).rejects.toThrow(NotVisible);
      for (const other of [NOBODY, 'nonsense', report])
        await expect(room.accept.execute(wmp, other, {})).rejects.toThrow(NotVisible);
      const standing = (await room.shared.execute(nclcc, { direction: 'shared-with-us' })).items.find(
        (one) => one.recordId === report,
      )!;
      await expect(room.accept.execute(nclcc, standing.id, {})).rejects.toThrow(WrongState);
      await room.revoke.execute(supervisor, id, { reason: 'Over' });
      await expect(room.accept.execute(wmp, id, {})).rejects.toThrow(NotVisible);
      expect(await count('access.acknowledgement', id)).toBe(0);
    });

    it('hold back their own items only: what came without conditions shows at once', async () => {
      const { report, items, id } = await sharedWith();
      await room.disclose.execute(supervisor, report, { ...DISCLOSURE, conditions: '', items: items.slice(1) });
      const before = (await room.detail.execute(wmp, report)) as SharedReport;
      expect(before.items.map((item) => item.id)).toEqual(items.slice(1));
      expect(before.toAccept).toMatchObject([{ disclosureId: id }]);
      await room.accept.execute(wmp, id, {});
      expect(((await room.detail.execute(wmp, report)) as SharedReport).items).toHaveLength(2);
    });
  });

  describe('an extension', () => {
    it('moves the end of the disclosure and of its grants together, and stays on the record', async () => {
      const { report, id } = await sharedWith({ conditions: null });
      const [first, second] = [daysAhead(200), daysAhead(300)];
      const made = await room.extend.execute(lead, id, { expires: first, reason: 'The trial was moved' });
      await room.extend.execute(supervisor, id, { expires: second, reason: 'And again' });
      const { rows } = await room.admin.query<{ d: Date; r: Date; i: Date }>(
        `SELECT d.expires_at AS d, r.valid_until AS r, i.valid_until AS i FROM access.disclosure d JOIN access.record_visibility r ON r.disclosure_id = d.id
         JOIN access.item_visibility i ON i.disclosure_id = d.id WHERE d.id = $1`,
        [id],
      );
      expect(new Set(Object.values(rows[0]!).map(String)).size).toBe(1);
      const ours = (await room.receipts.execute(supervisor, id)).extensions;
      expect(ours.map(({ reason }) => reason)).toEqual(['The trial was moved', 'And again']);
      expect(ours[0]!.to).toEqual(made.expires);
      expect(ours[1]!.from).toEqual(made.expires);
      const theirs = (await room.receipts.execute(wmp, id)).extensions;
      expect(theirs).toHaveLength(2);
      expect(JSON.stringify(theirs)).not.toMatch(/trial|supervisor of|lead of/);
      expect((await room.detail.execute(wmp, report)).access).toBe('recipient');
    });

    it('is refused into the past, to an earlier day, beyond five years, without a reason, and changes nothing', async () => {
      const { id } = await sharedWith();
      const ask = (change: object) =>
        fields(room.extend.execute(supervisor, id, { expires: daysAhead(90), reason: 'Needed', ...change }));
      for (const expires of [daysAhead(-3), daysAhead(30), daysAhead(6 * 365), '2027-02-30', '', 7, null])
        expect([expires, await ask({ expires })]).toEqual([expires, ['expires']]);
      for (const reason of ['', '  ', null, 7, 'x'.repeat(2001), 'a\u0000b'])
        expect(await ask({ reason })).toEqual(['reason']);
      expect(await ask({ owner: 'x' })).toEqual(['owner']);
      expect(await count('access.disclosure_extension', id)).toBe(0);
      expect(await ask({})).toBe('done');
    });

    it('is the owner’s, by a lead or a supervisor, and only while the disclosure is in force', async () => {
      const { id } = await sharedWith();
      const ask = (who: Actor, which = id) =>
        room.extend.execute(who, which, { expires: daysAhead(90), reason: 'Needed' });
      for (const who of [wmpLead, mer]) await expect(ask(who)).rejects.toThrow(NotVisible);
      await expect(ask(author)).rejects.toThrow(NotPermitted);
      for (const which of [NOBODY, 'x']) await expect(ask(lead, which)).rejects.toThrow(NotVisible);
      await room.revoke.execute(supervisor, id, { reason: 'Over' });
      await expect(ask(lead)).rejects.toThrow(WrongState);
      const ended = await sharedWith();
      await room.admin.query("UPDATE access.disclosure SET expires_at = now() - interval '1 s' WHERE id = $1", [
        ended.id,
      ]);
      await expect(ask(lead, ended.id)).rejects.toThrow(WrongState);
      expect(await count('access.disclosure_extension', id)).toBe(0);
    });

    it('can be rewritten by nobody', async () => {
      const { id } = await sharedWith();
      await room.extend.execute(lead, id, { expires: daysAhead(90), reason: 'Needed' });
      const rights = await room.admin.query(
        `SELECT r.rolname FROM pg_roles r WHERE r.rolname IN ('keeper','app_request','app_worker','app_signin')
           AND has_table_privilege(r.oid, 'access.disclosure_extension', 'UPDATE, DELETE, TRUNCATE')`,
      );
      expect(rights.rows).toEqual([]);
    });
  });

  describe('a receipt', () => {
    it('is the same bytes twice, and its hashes are those of what the recipient was given', async () => {
      const { report, items, id } = await sharedWith({ conditions: null });
      const [one, two] = [await room.receipts.execute(wmp, id), await room.receipts.execute(wmp, id)];
      expect(sha256(JSON.stringify(one))).toBe(sha256(JSON.stringify(two)));
      const given = (await room.detail.execute(wmp, report)) as SharedReport;
      const { reference, owner, eventDate, sanitisedTitle, marking } = given;
      expect(one.content.map((part) => part.sha256)).toEqual([
        sha256(JSON.stringify({ reference, owner, eventDate, sanitisedTitle, marking })),
        ...given.items.map((item) => sha256(JSON.stringify(item))),
      ]);
      expect(one.manifest.text).toBe(
        `${one.content[0]!.sha256}  record\n${one.content[1]!.sha256}  item ${items[0]}\n`,
      );
      expect(one.manifest.sha256).toBe(sha256(one.manifest.text));
      expect(JSON.stringify(one)).not.toContain(items[1]);
      expect(one).toMatchObject({
        agreement: { reference: 'CLIN-ISA-001', version: 1 },
        purpose: DISCLOSURE.purpose,
        decidedBy: { agency: 'MPS-CLTF', role: 'supervisor' },
      });
    });

    it('names who decided to the owner’s people alone, and outlives the revocation for them alone', async () => {
      const { id } = await sharedWith({ conditions: null });
      expect((await room.receipts.execute(author, id)).decidedBy.name).toContain('supervisor of');
      expect(JSON.stringify(await room.receipts.execute(wmp, id))).not.toContain('supervisor of');
      await expect(room.receipts.execute(mer, id)).rejects.toThrow(NotVisible);
      const { manifest } = await room.receipts.execute(supervisor, id);
      await room.revoke.execute(supervisor, id, { reason: 'Over' });
      expect((await room.receipts.execute(supervisor, id)).manifest).toEqual(manifest);
      await expect(room.receipts.execute(wmp, id)).rejects.toThrow(NotVisible);
    });
  });

  describe('the lists', () => {
    const ids = async (actor: Actor, query: object) =>
      (await room.shared.execute(actor, query)).items.map(({ id }) => id);

    it('show the owner what it shared and the recipient what it was given, by state, page by page', async () => {
      const [live, soon, over] = [await sharedWith(), await sharedWith({ expires: daysAhead(9) }), await sharedWith()];
      await room.revoke.execute(supervisor, over.id, { reason: 'Over' });
      const us = { direction: 'shared-by-us', agency: 'WMP-CLTF', limit: 100 };
      expect(await ids(author, us)).toEqual(expect.arrayContaining([live.id, soon.id]));
      expect(await ids(author, us)).not.toContain(over.id);
      expect(await ids(author, { ...us, state: 'ending-soon' })).toEqual([soon.id]);
      expect(await ids(author, { ...us, state: 'ended' })).toContain(over.id);
      const them = { direction: 'shared-with-us', agreement: 'CLIN-ISA-001', limit: 100 };
      expect(await ids(wmp, them)).toEqual(expect.arrayContaining([live.id, soon.id]));
      expect(await ids(wmp, { ...them, state: 'ended' })).toEqual([]);
      for (const query of [us, them, { ...us, state: 'ended' }]) expect(await ids(mer, query)).toEqual([]);
      const all = await ids(author, us);
      const walked: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await room.shared.execute(author, { ...us, limit: 2, ...(cursor ? { cursor } : {}) });
        walked.push(...page.items.map(({ id }) => id));
        cursor = page.next;
      }
      expect(walked).toEqual(all);
    });

    it('name the parameter that is wrong', async () => {
      const ask = (query: object) => fields(room.shared.execute(author, query));
      expect(await ask({})).toEqual(['direction']);
      expect(await ask({ direction: 'shared-by-us', state: 'gone' })).toEqual(['state']);
      expect(await ask({ direction: 'shared-by-us', cursor: 'nonsense' })).toEqual(['cursor']);
      expect(await ask({ direction: 'shared-by-us', limit: '0' })).toEqual(['limit']);
      expect(await ask({ direction: 'shared-by-us', colour: 'red' })).toEqual(['colour']);
    });
  });

  describe('a recall', () => {
    it('leaves the recipient a notice and nothing else, and a stranger nothing', async () => {
      const { report, id } = await sharedWith({ conditions: null });
      const { reference } = (await room.detail.execute(author, report)) as OwnerReport;
      await room.revoke.execute(supervisor, id, { reason: 'The source is at risk' });
      await expect(room.revoke.execute(supervisor, id, { reason: 'Again' })).rejects.toThrow(WrongState);
      const { items } = await room.notices.execute(wmp, {});
      expect(items.filter((one) => one.reference === reference)).toEqual([
        {
          id: expect.any(String),
          what: 'recalled',
          reference,
          owner: 'MPS-CLTF',
          ownerName: expect.any(String),
          at: expect.any(Date),
          changes: [],
        },
      ]);
      expect(JSON.stringify(items)).not.toMatch(new RegExp(`${report}|${id}|source is at risk`));
      for (const who of [mer, nclcc])
        expect(JSON.stringify(await room.notices.execute(who, {}))).not.toContain(reference);
      await expect(room.detail.execute(wmp, report)).rejects.toThrow(NotVisible);
      await room.admin.query('UPDATE intelligence.report SET sensitivity = 3 WHERE id = $1', [report]);
      expect(JSON.stringify(await room.notices.execute(wmp, {}))).not.toContain(reference);
    });
  });
});
