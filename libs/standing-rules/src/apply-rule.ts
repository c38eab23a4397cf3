import { Injectable } from '@nestjs/common';
import { checkInput, Clock, emptySql, InvalidInput, sql, Work, type Actor, type Sql, type Tx } from '@clin/platform';
import { shareableKind } from '@clin/sharing';
import { discloseByRule } from './apply-standing-rules.js';
import { ApplyRuleInput } from './apply-rule.input.js';
import { RULE_EVENTS } from './events.js';
import {
  countReach,
  leftOutOf,
  reachOf,
  ruleInForce,
  type LeftOut,
  type Reached,
  type RuleInForce,
} from './rule-reach.query.js';

/** Disclosures of one call; the answer says how many are left for the next. */
export const MOST_AT_ONCE = 200;

export interface AppliedRule {
  disclosures: number;
  records: number;
  agencies: { agency: string; name: string; records: number }[];
  /** Disclosures that the next call would make. */
  left: number;
  leftOut: Record<LeftOut, number>;
}

type Given = Reached & { disclosureId: string };

/**
 * Shares records that were disseminated before a rule took effect as the rule shares those that come after it: of the actor's own agency, those
 * that they see, with the organisations that they confirmed and no other. What the rule has shared before is left alone, so that asking twice shares once.
 */
@Injectable()
export class ApplyRule {
  protected readonly atOnce: number = MOST_AT_ONCE;

  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** NotVisible, WrongState for a rule that gives nothing now, InvalidInput for an organisation that it does not name. */
  public async execute(actor: Actor, id: string, rule: string, received: unknown): Promise<AppliedRule> {
    const { agencies } = checkInput(ApplyRuleInput, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const found = await ruleInForce(tx, actor, id, rule);
      const counted = await countReach(tx, actor, found);
      if (agencies.some((code) => !counted.some(({ agency }) => agency === code)))
        throw new InvalidInput({ agencies: 'Choose organisations that this rule names now. Nothing was shared.' });
      const made: Given[] = [];
      for (const one of await chosen(tx, actor, found, { agencies, most: this.atOnce })) {
        const disclosureId = await discloseByRule(tx, one.recordId, { ...found.grounds, ...one }, now);
        made.push({ ...one, disclosureId });
      }
      const open = counted
        .filter(({ agency, leftOut }) => leftOut === null && agency !== null && agencies.includes(agency))
        .reduce((sum, { records }) => sum + records, 0);
      const applied = { ...summary(made), left: Math.max(0, open - this.atOnce), leftOut: leftOutOf(counted) };
      await tell(tx, found, made, applied);
      return applied;
    });
  }
}

/** One event for each organisation, however many records: its people hear once. */
async function tell(
  tx: Tx,
  { agreement, rule }: RuleInForce,
  made: readonly Given[],
  applied: AppliedRule,
): Promise<void> {
  for (const recipientAgencyId of new Set(made.map(({ agencyId }) => agencyId)))
    await tx.emit({ type: RULE_EVENTS.applied, recordId: agreement.id, payload: { recipientAgencyId } });
  await tx.record({
    event: 'agreement.apply-rule',
    recordIds: [...new Set(made.map(({ recordId }) => recordId))],
    detail: {
      agreement: agreement.reference,
      version: agreement.version,
      rule: rule.id,
      disclosures: made.map(({ disclosureId, agency, recordId }) => ({ disclosureId, agency, recordId })),
      left: applied.left,
      leftOut: applied.leftOut,
    },
  });
}

/** The next records for these organisations, held until this commits; what somebody shared, recalled or changed since the first look is left out. */
async function chosen(
  tx: Tx,
  actor: Actor,
  { rule }: RuleInForce,
  { agencies, most }: { agencies: readonly string[]; most: number },
): Promise<Reached[]> {
  const open = (only: Sql): Sql => sql`SELECT r.* FROM (${reachOf(actor, rule, only)}) r WHERE r.left_out IS NULL
    AND r.agency = ANY (${[...agencies]}::text[]) ORDER BY r."recordId", r."agencyId" LIMIT ${most}`;
  const first = await tx.rows<Reached>(open(emptySql));
  if (first.length === 0) return [];
  const ids = [...new Set(first.map(({ recordId }) => recordId))];
  await tx.rows(shareableKind(rule.kind).hold(ids));
  return tx.rows<Reached>(open(sql`AND i.record_id = ANY (${ids}::uuid[])`));
}

function summary(made: readonly Given[]): Omit<AppliedRule, 'left' | 'leftOut'> {
  const records = (list: readonly Given[]): number => new Set(list.map(({ recordId }) => recordId)).size;
  const byAgency = [...Map.groupBy(made, ({ agency }) => agency)];
  return {
    disclosures: made.length,
    records: records(made),
    agencies: byAgency.map(([agency, theirs]) => ({ agency, name: theirs[0]!.name, records: records(theirs) })),
  };
}
