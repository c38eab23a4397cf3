import { Injectable } from '@nestjs/common';
import { declaredKinds, readableBy, readableByRight, RECORD_KIND } from '@clin/access';
import { lockCase } from '@clin/cases';
import { handledItems, mayUse } from '@clin/originator-control';
import {
  checkInput,
  InvalidInput,
  NotVisible,
  rawSql,
  sql,
  Work,
  WrongState,
  type Actor,
  type Sql,
  type Tx,
} from '@clin/platform';
import { referenceOf } from '@clin/platform/fields';
import { CopyInput, LinkInput, ReasonInput } from './casework.input.js';
import { liveLink } from './live-link.js';

/** What an emergency opens is read for it, for an hour, and kept in nothing. */
const IN_EMERGENCY = 'This record is open to you in an emergency only. Telephone its owner. Nothing was changed.';

/** The same words for a record that does not exist, that the person does not see and that has nothing to read yet. */
const UNKNOWN = { reference: 'No record that you can read has this reference.' };

export interface Linked {
  id: string;
  caseId: string;
  recordId: string;
}

/** Links any kind of record to a case through its declaration, and copies its text where the originator's codes allow it. */
@Injectable()
export class LinkRecord {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput for a reference that names nothing the person can read, and WrongState when it is linked already, or opened in an emergency. */
  public async link(actor: Actor, id: string, received: unknown): Promise<Linked> {
    const { reference, why } = checkInput(LinkInput, received);
    const asked = referenceOf(reference);
    return this.work.run(actor, async (tx) => {
      const found = await lockCase(tx, actor, id, 'write');
      const record = await readableUnder(tx, actor, asked);
      if (!record) throw new InvalidInput(UNKNOWN);
      if (!record.byRight) throw new WrongState(IN_EMERGENCY);
      if (record.id === id) throw new InvalidInput({ reference: 'A case cannot be linked to itself.' });
      const before =
        await tx.row(sql`SELECT true FROM cases.link l WHERE l.case_id = ${id}::uuid AND l.record_id = ${record.id}::uuid
        AND l.removed_at IS NULL`);
      if (before) throw new WrongState('This record is linked to the case already. Nothing was changed.');
      const made = await tx.row<{
        id: string;
      }>(sql`INSERT INTO cases.link (case_id, part_id, record_id, kind, why, by_user)
        VALUES (${id}::uuid, ${found.parts.links}::uuid, ${record.id}::uuid, ${record.kind}::smallint, ${why.trim()}, ${actor.userId}::uuid) RETURNING id`);
      await tx.record({ event: 'case.link', recordIds: [id, record.id], detail: { link: made!.id } });
      return { id: made!.id, caseId: id, recordId: record.id };
    });
  }

  /** The link ends; that it was there, and what was copied through it, stays in the case. */
  public async unlink(actor: Actor, id: string, linkId: string, received: unknown): Promise<Linked> {
    const { reason } = checkInput(ReasonInput, received);
    return this.work.run(actor, async (tx) => {
      await lockCase(tx, actor, id, 'write');
      const { recordId } = await liveLink(tx, actor, id, linkId);
      await tx.rows(sql`UPDATE cases.link SET removed_at = now(), removed_by = ${actor.userId}::uuid, removed_why = ${reason.trim()}
        WHERE id = ${linkId}::uuid`);
      await tx.record({ event: 'case.unlink', recordIds: [id, recordId], detail: { link: linkId } });
      return { id: linkId, caseId: id, recordId };
    });
  }

  /**
   * Copies an item's text into the case. Under A1 and S2 the originator is asked first: WrongState says so until its permission is in force.
   * NotVisible for an item that the person does not see.
   */
  public async copy(actor: Actor, id: string, linkId: string, received: unknown): Promise<Linked> {
    const { item } = checkInput(CopyInput, received);
    return this.work.run(actor, async (tx) => {
      await lockCase(tx, actor, id, 'write');
      const { recordId, kind } = await liveLink(tx, actor, id, linkId);
      const verdict = await mayUse(tx, actor, { recordId, id: item }, 'copy');
      if (verdict.outcome === 'never') throw new NotVisible('not-disclosed');
      if (!(await tx.row(sql`SELECT true ${byRight(actor, sql`v.item_id = ${item}::uuid`)}`)))
        throw new WrongState(IN_EMERGENCY);
      if (verdict.outcome === 'ask')
        throw new WrongState(
          `Ask the originator before you copy it into a case: ${verdict.words}. Nothing was copied.`,
        );
      const held = (await handledItems(tx, actor, kind, recordId)).find((one) => one.id === item.toLowerCase());
      if (!held?.text) throw new InvalidInput({ item: 'This item has no text to copy.' });
      const codes = [held.handlingCode, held.actionCode, held.sanitisationCode].filter(Boolean).join(' ');
      const made = await tx.row<{
        id: string;
      }>(sql`INSERT INTO cases.copied_text (case_id, link_id, record_id, item_id, text, codes, terms, permission_id, by_user)
        SELECT ${id}::uuid, ${linkId}::uuid, ${recordId}::uuid, ${item}::uuid, ${held.text}, ${codes}, ${verdict.words}, ${verdict.requestId ?? null}::uuid,
          ${actor.userId}::uuid
        WHERE NOT EXISTS (SELECT 1 FROM cases.copied_text t WHERE t.case_id = ${id}::uuid AND t.item_id = ${item}::uuid) RETURNING id`);
      if (!made) throw new WrongState('This item was copied into the case already. Nothing was changed.');
      await tx.record({
        event: 'case.copy-text',
        recordIds: [id, recordId],
        detail: { item, permission: verdict.requestId },
      });
      return { id: made.id, caseId: id, recordId };
    });
  }
}

/** What the actor reads otherwise than in an emergency. */
const byRight = (actor: Actor, which: Sql): Sql =>
  sql`FROM access.item_visibility v WHERE ${which} AND ${readableByRight(actor, 'v')} LIMIT 1`;

async function readableUnder(
  tx: Tx,
  actor: Actor,
  reference: string,
): Promise<{ id: string; kind: number; byRight: boolean } | undefined> {
  for (const [name, { tables, read }] of declaredKinds()) {
    if (!actor.permissions.has(read)) continue;
    const row = await tx.row<{
      id: string;
      byRight: boolean;
    }>(sql`SELECT t.id, (SELECT true ${byRight(actor, sql`v.record_id = t.id`)}) IS NOT NULL AS "byRight" FROM ${rawSql(tables.records)} t WHERE t.reference = ${reference}
      AND (SELECT true FROM access.item_visibility v WHERE v.record_id = t.id AND ${readableBy(actor, 'v')} LIMIT 1) LIMIT 1`);
    if (row) return { ...row, kind: RECORD_KIND[name] };
  }
  return undefined;
}
