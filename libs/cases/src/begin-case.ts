import { randomUUID } from 'node:crypto';
import { RECORD_KIND } from '@clin/access';
import { addAction, dueOf } from '@clin/actions';
import { sql, type Actor, type Tx } from '@clin/platform';
import type { Part } from './case-parts.js';
import type { CaseTemplate } from './case-templates.js';

/** The risks and actions of a template, in a case that has just been opened: its opener looks after them until they are given to others. */
export async function beginFrom(
  tx: Tx,
  actor: Actor,
  at: { id: string; parts: ReadonlyMap<Part, string>; now: Date },
  template: CaseTemplate,
): Promise<void> {
  for (const risk of template.risks) {
    const { dueOn } = await dueOf(tx, { workingDays: risk.reviewIn }, at.now);
    const made = await tx.row<{
      id: string;
    }>(sql`INSERT INTO cases.risk_entry (case_id, part_id, by_user, risk_id, kind, what, likelihood, impact, control, owner_name, review_on, state)
      VALUES (${at.id}::uuid, ${at.parts.get('risks')}::uuid, ${actor.userId}::uuid, ${randomUUID()}::uuid, ${risk.kind}, ${risk.what}, ${risk.likelihood}::smallint,
        ${risk.impact}::smallint, ${risk.control}, ${actor.name}, ${dueOn}::date, 'open') RETURNING id`);
    await tx.record({ event: 'case.assess-risk', recordIds: [at.id], detail: { entry: made!.id } });
  }
  const record = { id: at.id, kind: RECORD_KIND.case, part: at.parts.get('actions')! };
  const doer = { agencyId: actor.agencyId, agency: actor.agencyCode, person: actor.userId, role: null };
  for (const { workingDays, ...words } of template.actions)
    await addAction(tx, actor, record, words, doer, await dueOf(tx, { workingDays }, at.now));
}
