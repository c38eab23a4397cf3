import { Injectable } from '@nestjs/common';
import { Read, sql, type Actor } from '@clin/platform';

/** A question about a reference. Who asked is an agency to the owner, and nobody else's business. */
export interface Question {
  id: string;
  reference: string;
  agency: string;
  agencyName: string;
  reason: string;
  askedAt: Date;
}

const SHOWN = 50;

@Injectable()
export class QuestionsQuery {
  public constructor(private readonly read: Read) {}

  /** The newest of what the actor asked, and of what was asked of their agency about records that they see. */
  public execute(actor: Actor): Promise<{ mine: Question[]; ours: Question[] }> {
    return this.read.run(actor, async (q) => {
      const [mine, ours] = await Promise.all([
        q.rows<Question>(sql`SELECT d.id, d.reference, a.code AS agency, a.name AS "agencyName", d.reason, d.asked_at AS "askedAt"
          FROM access.discovery_question d JOIN identity.agency a ON a.id = d.owner_agency_id
          WHERE d.asked_by = ${actor.userId}::uuid ORDER BY d.asked_at DESC, d.id LIMIT ${SHOWN}`),
        q.rows<Question>(sql`SELECT d.id, d.reference, a.code AS agency, a.name AS "agencyName", d.reason, d.asked_at AS "askedAt"
          FROM access.discovery_question d JOIN identity.agency a ON a.id = d.asker_agency_id
          WHERE d.owner_agency_id = ${actor.agencyId}::smallint AND access.question_reaches(d.id) ORDER BY d.asked_at DESC, d.id LIMIT ${SHOWN}`),
      ]);
      return { mine, ours };
    });
  }
}
