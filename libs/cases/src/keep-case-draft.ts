import { Injectable } from '@nestjs/common';
import { checkInput, Read, sql, Stale, Work, type Actor, type Rows, type Tx } from '@clin/platform';
import { CaseDraftInput } from './case.input.js';

export interface CaseDraft {
  version: number;
  updatedAt: Date;
  fields: Readonly<Record<string, string>>;
  /** ISO day on which it goes by itself, unless it is changed before. */
  endsOn: string | null;
}

/** What a person has typed about a case before they open it: one for each person, theirs alone, and no record yet. */
@Injectable()
export class KeepCaseDraft {
  public constructor(
    private readonly work: Work,
    private readonly read: Read,
  ) {}

  public mine(actor: Actor): Promise<CaseDraft | undefined> {
    return this.read.run(actor, (q) => draftOf(q, actor));
  }

  /** Throws InvalidInput, and Stale when another window saved, opened or threw it away since this version. */
  public save(actor: Actor, received: unknown): Promise<{ version: number; savedAt: Date }> {
    const { version, ...given } = checkInput(CaseDraftInput, received);
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === 'string'));
    return this.work.run(actor, async (tx) => {
      const saved = await tx.row<{ version: number; savedAt: Date }>(
        version === 0
          ? sql`INSERT INTO cases.case_draft (user_id, agency_id, fields, version)
              VALUES (${actor.userId}::uuid, ${actor.agencyId}::smallint, ${JSON.stringify(fields)}::jsonb, 1)
              ON CONFLICT DO NOTHING RETURNING version, updated_at AS "savedAt"`
          : sql`UPDATE cases.case_draft d SET fields = ${JSON.stringify(fields)}::jsonb, version = d.version + 1, updated_at = now()
              WHERE d.user_id = ${actor.userId}::uuid AND d.agency_id = ${actor.agencyId}::smallint AND d.version = ${version}::int
              RETURNING d.version, d.updated_at AS "savedAt"`,
      );
      if (!saved) throw new Stale({ yours: version });
      await tx.record({ event: 'case.draft', recordIds: [], detail: { version: saved.version } });
      return saved;
    });
  }

  /** Again changes nothing. */
  public discard(actor: Actor): Promise<void> {
    return this.work.run(actor, async (tx) => {
      await endDraft(tx, actor);
      await tx.record({ event: 'case.discard-draft', recordIds: [] });
    });
  }
}

const draftOf = (rows: Rows, actor: Actor): Promise<CaseDraft | undefined> =>
  rows.row<CaseDraft>(sql`SELECT d.version, d.updated_at AS "updatedAt", d.fields,
      ((d.updated_at + make_interval(days => platform.draft_days('case'))) AT TIME ZONE 'Europe/London')::date::text AS "endsOn" FROM cases.case_draft d
    WHERE d.user_id = ${actor.userId}::uuid AND d.agency_id = ${actor.agencyId}::smallint`);

/** The case was opened from it, or it is not wanted. */
export const endDraft = (tx: Tx, actor: Actor): Promise<unknown> =>
  tx.rows(
    sql`DELETE FROM cases.case_draft WHERE user_id = ${actor.userId}::uuid AND agency_id = ${actor.agencyId}::smallint`,
  );
