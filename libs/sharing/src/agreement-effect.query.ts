import { Injectable } from '@nestjs/common';
import { sightOfAgreement, visibleTo, type SightUnder } from '@clin/access';
import { Day } from '@clin/platform/fields';
import { checkQuery, Clock, Read, sql, type Actor, type Rows } from '@clin/platform';
import { knownAgreement } from './agreement.store.js';
import { OneOf } from './field-rules.js';
import type { Terms } from './terms.js';

/** Counting stops here: the page says "more than 10,000". */
export const MOST_COUNTED = 10_000;

export const CHANGES = ['suspend', 'reinstate', 'end', 'withdraw', 'approve'] as const;
export type AgreementChange = (typeof CHANGES)[number];

export class EffectInput {
  @OneOf(CHANGES, `Must be one of ${CHANGES.join(', ')}.`) public decision!: AgreementChange;
  /** Of a version that is not saved, to be approved; left out: those of the version that is being made. */
  @Day() public startsOn?: string;
  @Day() public endsOn?: string;
}

/** What a decision about an agreement would hide or show, of what the person can see. */
export interface AgreementEffect {
  /** Whether disclosures under it are visible, before the decision and after it. */
  inForce: { before: boolean; after: boolean };
  /** A version to be approved that begins later: until then everything under the agreement is hidden. */
  from: string | null;
  /** Disclosures of one's own agency's records that the decision hides, or shows, by organisation. */
  given: SightUnder[];
  /** Records that are disclosed to one's own agency under it now. */
  received: number;
  /** There are more disclosures than were counted. */
  more: boolean;
}

/** Before a decision about an agreement: whom it would hide one's own disclosures from, or show them to, by the guard's own judge. */
@Injectable()
export class AgreementEffectQuery {
  public constructor(
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  /** NotVisible unless the actor's agency knows the agreement; InvalidInput for no such decision. Changes nothing. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<AgreementEffect> {
    const { decision, startsOn, endsOn } = checkQuery(EffectInput, received);
    const now = this.clock.now();
    return this.read.run(actor, async (q) => {
      const { number, status, pending, id: uid } = await knownAgreement(q, actor, id);
      q.returned([uid]);
      const dates = await datesOf(q, number);
      const made = pending?.terms ?? dates;
      const next =
        pending || startsOn || endsOn
          ? { startsOn: startsOn ?? made.startsOn, endsOn: endsOn ?? made.endsOn }
          : undefined;
      const after = decided(decision, { ...dates, suspended: status === 'suspended', next });
      const inForce = { before: dates.inForce, after };
      const most = MOST_COUNTED + 1;
      const [given, theirs] = await Promise.all([
        sightOfAgreement(q, actor, number, { inForce, most, now }),
        q.row<{
          received: number;
        }>(sql`SELECT count(DISTINCT theirs.record_id)::int AS received FROM (SELECT v.record_id FROM access.record_visibility v
          WHERE v.agreement_id = ${number} AND v.disclosure_id IS NOT NULL AND ${visibleTo(actor, 'v')} LIMIT ${most}) theirs`),
      ]);
      const counted = given.reduce((sum, { disclosures }) => sum + disclosures, 0);
      return {
        inForce,
        from: decision === 'approve' && next && !after && next.startsOn > dates.today ? next.startsOn : null,
        given,
        received: theirs!.received,
        more: counted > MOST_COUNTED || theirs!.received > MOST_COUNTED,
      };
    });
  }
}

interface Dates {
  inForce: boolean;
  /** Today lies between its start and its end. */
  runs: boolean;
  today: string;
  startsOn: string;
  endsOn: string;
}

async function datesOf(rows: Rows, number: number): Promise<Dates> {
  const row = await rows.row<Dates>(sql`SELECT g.id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) AS "inForce",
      current_date BETWEEN g.starts_on AND g.ends_on AS runs, current_date::text AS today, g.starts_on::text AS "startsOn",
      g.ends_on::text AS "endsOn" FROM sharing.agreement g WHERE g.id = ${number}`);
  return row!;
}

/** Whether the agreement would be in force once the decision stands; a version that waits, once it has taken effect. */
function decided(
  decision: AgreementChange,
  {
    inForce,
    runs,
    today,
    suspended,
    next,
  }: Dates & { suspended: boolean; next: Pick<Terms, 'startsOn' | 'endsOn'> | undefined },
): boolean {
  if (decision === 'reinstate') return suspended ? runs : inForce;
  if (decision === 'approve') return next && !suspended ? next.startsOn <= today && next.endsOn >= today : inForce;
  return false;
}
