import { Injectable } from '@nestjs/common';
import { NotVisible, Read, sql, type Actor, type Query, type Sql } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import type { Answer } from './answer-question.js';
import { recordUnder } from './record-under.query.js';

/** A question about a reference. Who asked is an agency to the owner, who answered is an agency to the asker, and neither names a person. */
export interface Question {
  id: string;
  reference: string;
  /** The other side. */
  agency: string;
  agencyName: string;
  reason: string;
  askedAt: Date;
  dueAt: Date;
  overdue: boolean;
  answer: Answer | null;
  words: string | null;
  contact: string | null;
  answeredAt: Date | null;
}

export interface QuestionDetail extends Question {
  side: 'asker' | 'owner';
  /** The record that is held under the reference, when this reader sees it: the owner's people do, and an asker with whom it was shared. */
  record: { id: string; href: string } | null;
}

const SHOWN = 50;
const COLUMNS = sql`d.id, d.reference, a.code AS agency, a.name AS "agencyName", d.reason, d.asked_at AS "askedAt", d.due_at AS "dueAt",
  d.answer IS NULL AND d.due_at <= now() AS overdue, d.answer, d.words, d.contact, d.answered_at AS "answeredAt"`;
/** One's own, for the agency at which one works. */
const mine = (actor: Actor): Sql =>
  sql`d.asked_by = ${actor.userId}::uuid AND d.asker_agency_id = ${actor.agencyId}::smallint`;
/** Asked of the actor's agency about a record that they see. */
const ours = (actor: Actor): Sql =>
  sql`d.owner_agency_id = ${actor.agencyId}::smallint AND access.question_reaches(d.id)`;
const asked = (q: Query, actor: Actor, more: Sql): Promise<Question[]> =>
  q.rows<Question>(sql`SELECT ${COLUMNS} FROM access.discovery_question d JOIN identity.agency a ON a.id = d.owner_agency_id
    WHERE ${mine(actor)} ${more}`);
const received = (q: Query, actor: Actor, more: Sql): Promise<Question[]> =>
  q.rows<Question>(sql`SELECT ${COLUMNS} FROM access.discovery_question d JOIN identity.agency a ON a.id = d.asker_agency_id
    WHERE ${ours(actor)} ${more}`);

@Injectable()
export class QuestionsQuery {
  public constructor(private readonly read: Read) {}

  /** What the actor asked, newest first, and what their agency was asked about records that they see: first what waits, soonest due first. */
  public execute(actor: Actor): Promise<{ mine: Question[]; ours: Question[] }> {
    return this.read.run(actor, async (q) => {
      const [byMe, ofUs] = await Promise.all([
        asked(q, actor, sql`ORDER BY d.asked_at DESC, d.id LIMIT ${SHOWN}`),
        received(q, actor, sql`ORDER BY d.answer IS NOT NULL, CASE WHEN d.answer IS NULL THEN d.due_at END, d.asked_at DESC, d.id LIMIT ${SHOWN}`),
      ]); // prettier-ignore
      return { mine: byMe, ours: ofUs };
    });
  }

  /** Throws NotVisible unless the actor asked it, or was asked and sees the record. */
  public async one(actor: Actor, id: string): Promise<QuestionDetail> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const thisOne = sql`AND d.id = ${id}::uuid`;
      const [[byMe], [ofUs]] = await Promise.all([asked(q, actor, thisOne), received(q, actor, thisOne)]);
      const found = byMe ?? ofUs;
      if (!found) throw new NotVisible('absent');
      const record = (await recordUnder(q, actor, found.reference)) ?? null;
      if (record) q.returned([record.id]);
      return { ...found, side: byMe ? 'asker' : 'owner', record };
    });
  }
}
