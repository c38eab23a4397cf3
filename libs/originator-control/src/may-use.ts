import { readableBy } from '@clin/access';
import { sql, type Actor, type Rows } from '@clin/platform';
import { handledItems, type HandledItem } from './handled-items.js';
import { ruleFor, USES, type HandlingCodes, type Outcome, type Use } from './originator-rules.js';
import { ASKED_BY, STATE } from './permission-rows.js';
import type { PermissionState } from './permission.states.js';

/** Whether an agency may use an item so, and in which words it is told. */
export interface Verdict {
  outcome: Outcome;
  words: string;
  /** The request that this rests on or waits for. */
  requestId?: string;
  until?: Date;
}

export type Verdicts = Record<Use, Verdict>;

interface Asked {
  id: string;
  use: Use;
  items: string[];
  state: PermissionState;
  conditions: string;
  until: Date | null;
  to: string | null;
}

const NEVER: Verdict = { outcome: 'never', words: 'it was not shared with you' };
const OWN: Verdict = { outcome: 'allowed', words: '' };

/**
 * The guard of every use: what the codes allow, widened by a permission that is in force. Whoever acts on, sanitises, exports or copies an
 * item asks here first; an item that the actor does not see is `never`, as is one that does not exist.
 */
export async function mayUse(
  rows: Rows,
  actor: Actor,
  item: { recordId: string; id: string },
  use: Use,
): Promise<Verdict> {
  const seen = await rows.row<{ kind: number }>(sql`SELECT v.kind FROM access.item_visibility v
    WHERE v.item_id = ${item.id}::uuid AND ${readableBy(actor, 'v')} LIMIT 1`);
  if (!seen) return NEVER;
  const held = await handledItems(rows, actor, seen.kind, item.recordId);
  return (await usesOf(rows, actor, item.recordId, held)).get(item.id)?.[use] ?? NEVER;
}

/** Every use of items that the actor is being shown, by item. */
export async function usesOf(
  rows: Rows,
  actor: Actor,
  recordId: string,
  items: readonly (HandlingCodes & Pick<HandledItem, 'id'>)[],
): Promise<Map<string, Verdicts>> {
  const [own, asked] = await Promise.all([
    rows.row(sql`SELECT true FROM access.record_visibility v WHERE v.record_id = ${recordId}::uuid
      AND v.owner_id = ${actor.agencyId}::smallint AND v.disclosure_id IS NULL AND ${readableBy(actor, 'v')} LIMIT 1`),
    askedAbout(rows, actor, recordId),
  ]);
  const verdicts = (item: HandlingCodes & { id: string }): Verdicts =>
    Object.fromEntries(USES.map((use) => [use, own ? OWN : weigh(item, use, asked)])) as Verdicts;
  return new Map(items.map((item) => [item.id, verdicts(item)]));
}

/** The agency's own requests about the record, newest first. */
function askedAbout(rows: Rows, actor: Actor, recordId: string): Promise<Asked[]> {
  return rows.rows<Asked>(sql`SELECT r.id, r.use, ${STATE} AS state, r.conditions, r.valid_until AS until, t.name AS "to",
      ARRAY(SELECT i.item_id FROM sharing.permission_item i WHERE i.request_id = r.id) AS items
    FROM sharing.permission_request r LEFT JOIN identity.agency t ON t.id = r.to_agency_id
    WHERE r.record_id = ${recordId}::uuid AND ${ASKED_BY(actor)} ORDER BY r.asked_at DESC, r.id DESC`);
}

function weigh(item: HandlingCodes & { id: string }, use: Use, asked: readonly Asked[]): Verdict {
  const rule = ruleFor(item, use);
  if (rule.outcome !== 'ask') return rule;
  const about = asked.filter((one) => one.use === use && one.items.includes(item.id));
  const [granted, waiting, expired] = (['granted', 'asked', 'expired'] as const).map((state) =>
    about.find((one) => one.state === state),
  );
  // A permission to have it shared is carried out by the originator: it never lets the asker pass anything on.
  if (granted && use !== 'share')
    return {
      outcome: 'allowed-with',
      words: granted.conditions || 'as the originator permitted',
      requestId: granted.id,
      until: granted.until!,
    };
  if (granted) return { ...rule, words: `the originator agreed to share it with ${granted.to}`, requestId: granted.id };
  if (waiting) return { ...rule, words: 'your agency has asked and waits for the answer', requestId: waiting.id };
  if (expired) return { ...rule, words: 'the permission has expired, so ask again', requestId: expired.id };
  return rule;
}
