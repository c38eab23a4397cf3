import { Injectable } from '@nestjs/common';
import { ownedBy, partnersOf, peopleIfShared, RECORD_KIND, type KnownAgency } from '@clin/access';
import { REPORT_STATUS } from '@clin/intelligence';
import { handledItems } from '@clin/originator-control';
import { Clock, InvalidInput, Read, sql, type Actor, type Rows } from '@clin/platform';
import { referenceOf } from '@clin/platform/fields';
import type { ReferralDetail } from '../referral-detail.js';
import { packedRecords } from '../referral-detail.query.js';
import { clockFor } from '../referral-clock.js';

export interface AgreementChoice {
  reference: string;
  title: string;
  purpose: string;
  legalBasis: string;
  parties: string[];
}

export interface FormChoices {
  receivers: KnownAgency[];
  /** In force, of the actor's agency, with referrals among their data classes. */
  agreements: AgreementChoice[];
  pack: { value: string; text: string; hint: string }[];
}

/** What the sender's forms offer: nothing that sending would refuse anyway. */
@Injectable()
export class FormChoicesQuery {
  public constructor(
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  public for(actor: Actor, items: readonly string[] = []): Promise<FormChoices> {
    return this.read.run(actor, async (q) => {
      const [receivers, agreements, pack] = await Promise.all([
        partnersOf(q, actor),
        agreementsOfReferrals(q, actor),
        packChoices(q, actor, items),
      ]);
      const parties = new Set(agreements.flatMap((one) => one.parties));
      return { receivers: receivers.filter(({ code }) => parties.has(code)), agreements, pack };
    });
  }

  /** Items of one's own disseminated report, found by its reference. Throws InvalidInput, in the same words whatever the reason. */
  public itemsOf(actor: Actor, typed: unknown): Promise<string[]> {
    const wrong = new InvalidInput({ find: 'No disseminated report of your agency has this reference.' });
    let reference: string;
    try {
      reference = referenceOf(typed);
    } catch {
      throw wrong;
    }
    return this.read.run(actor, async (q) => {
      const found = await q.row<{
        id: string;
      }>(sql`SELECT r.id FROM intelligence.report r WHERE r.reference = ${reference}
        AND r.status = ${REPORT_STATUS.disseminated}::smallint AND ${ownedBy(actor, 'r.id')}`);
      if (!found) throw wrong;
      q.returned([found.id]);
      return (await handledItems(q, actor, RECORD_KIND.report, found.id)).map(({ id }) => id);
    });
  }

  /** For the card before it is sent: who gains sight, and by when they must acknowledge it. */
  public async consequences(
    actor: Actor,
    { id, kind, receiver }: ReferralDetail,
  ): Promise<{ people: number; dueAt: Date | null }> {
    const now = this.clock.now();
    return this.read.run(actor, async (q) => {
      const people = await peopleOf(q, id, [receiver?.code ?? ''], now);
      return { people: people.get(receiver?.code ?? '') ?? 0, dueAt: (await clockFor(q, kind, 'sent', now)).dueAt };
    });
  }

  /** For the card before it goes to another agency: how many people there gain sight, how many lose it, and by when it must be acknowledged. */
  public transfer(
    actor: Actor,
    { id, kind, receiver }: ReferralDetail,
    next: string,
  ): Promise<{ gain: number; lose: number; dueAt: Date | null }> {
    const now = this.clock.now();
    return this.read.run(actor, async (q) => {
      const people = await peopleOf(q, id, [next, receiver?.code ?? ''], now);
      const count = (code: string | undefined): number => people.get(code ?? '') ?? 0;
      return { gain: count(next), lose: count(receiver?.code), dueAt: (await clockFor(q, kind, 'sent', now)).dueAt };
    });
  }
}

/** By an agency's code, how many people there could read the referral if it were theirs. */
async function peopleOf(
  rows: Rows,
  id: string,
  codes: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const agencies = await rows.rows<{ id: number; code: string }>(
    sql`SELECT id, code FROM identity.agency WHERE code = ANY (${[...codes]}::text[])`,
  );
  return agencies.length > 0 ? peopleIfShared(rows, 'referral', id, agencies, now) : new Map();
}

function agreementsOfReferrals(rows: Rows, actor: Actor): Promise<AgreementChoice[]> {
  return rows.rows<AgreementChoice>(sql`SELECT g.reference, g.title, g.purpose, g.legal_basis AS "legalBasis",
      ARRAY(SELECT a.code FROM sharing.agreement_party p JOIN identity.agency a ON a.id = p.agency_id WHERE p.agreement_id = g.id) AS parties
    FROM sharing.agreement g JOIN sharing.agreement_party us ON us.agreement_id = g.id AND us.agency_id = ${actor.agencyId}::smallint
    WHERE ${RECORD_KIND.referral}::smallint = ANY (g.kinds) AND g.whole_records AND g.id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) ORDER BY g.reference`);
}

async function packChoices(rows: Rows, actor: Actor, items: readonly string[]): Promise<FormChoices['pack']> {
  if (items.length === 0) return [];
  const held = await rows.rows<{
    recordId: string;
    itemId: string;
  }>(sql`SELECT v.record_id AS "recordId", v.item_id AS "itemId"
    FROM access.item_visibility v WHERE v.item_id::text = ANY (${items.map((item) => item.toLowerCase())}::text[]) AND v.kind = ${RECORD_KIND.report}::smallint
      AND v.disclosure_id IS NULL AND ${ownedBy(actor, 'v.record_id')}`);
  return (await packedRecords(rows, actor, held)).flatMap(({ record, items: shown }) =>
    shown.map(({ id, text, code }) => ({
      value: id,
      text: `${record.reference}: ${excerpt(text)}`,
      hint: /A1|S2/.test(code) ? `${code}: needs the originator’s recorded consent for the receiving agency` : code,
    })),
  );
}

const excerpt = (text: string | null): string => (text === null ? 'no text' : text.length > 120 ? `${text.slice(0, 119).trimEnd()}…` : text);
// prettier-ignore
