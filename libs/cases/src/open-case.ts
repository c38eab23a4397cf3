import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { openOperation } from '@clin/need-to-know';
import { checkInput, Clock, InvalidInput, reference, sql, Work, type Actor, type Tx } from '@clin/platform';
import { beginFrom } from './begin-case.js';
import { PARTS, TEXTS, TEXT_FIELDS, type Part } from './case-parts.js';
import { templatesNow, type CaseTemplate } from './case-templates.js';
import { OpenCaseInput } from './case.input.js';
import { CASE_STATUS } from './case.states.js';
import { addStep } from './case.store.js';
import { endDraft } from './keep-case-draft.js';
import { retentionOf } from './retention.rule.js';

export interface OpenedCase {
  id: string;
  reference: string;
  version: number;
  /** The operation that opened with it, whose members are its members. */
  operation: string;
}

/** Opens a case, and its operation in the same commit: it is never outside one, and its opener is the first member. */
@Injectable()
export class OpenCase {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** What was kept of it while it was typed goes with it. Throws InvalidInput, also for a sensitivity above one's own clearance. */
  public async execute(
    actor: Actor,
    received: unknown,
    { endsDraft = false }: { endsDraft?: boolean } = {},
  ): Promise<OpenedCase> {
    const input = checkInput(OpenCaseInput, received);
    const sensitivity = input.sensitivity ?? (input.marking === 'OFFICIAL' ? 1 : 2);
    if (sensitivity > actor.clearance)
      throw new InvalidInput({ sensitivity: 'Choose a level that is not above your own clearance.' });
    const now = this.clock.now();
    const { group, reviewOn } = retentionOf(now);
    const opened = { id: randomUUID(), reference: reference('CS'), version: 1 };
    const name = input.name.trim();
    return this.work.run(actor, async (tx) => {
      const template = input.template ? (await templatesNow(tx)).get(input.template) : undefined;
      if (input.template && !template) throw new InvalidInput({ template: 'Choose a template, or none.' });
      const { key } = await openOperation(tx, { name, reason: input.reason, endsOn: input.endsOn });
      const operation = await tx.row<{ id: number }>(
        sql`SELECT c.id FROM access.compartment c WHERE c.key = ${key}::uuid`,
      );
      await tx.rows(sql`INSERT INTO cases.case_file (id, reference, owner_agency_id, created_at, sensitivity, compartment_id, status, handling,
          discovery, retention_group, review_on, version, marking, name, updated_at)
        VALUES (${opened.id}::uuid, ${opened.reference}, ${actor.agencyId}::smallint, ${now}::timestamptz, ${sensitivity}::smallint,
          ${operation!.id}::int, ${CASE_STATUS.open}::smallint, 'P', 'silent', ${group}::smallint, ${reviewOn}::date, 1,
          ${input.marking}, ${name}, ${now}::timestamptz)`);
      const parts = await this.fill(tx, opened.id, input, template);
      await addStep(tx, actor, {
        caseId: opened.id,
        action: 'open',
        from: null,
        to: CASE_STATUS.open,
        reason: input.reason,
      });
      const about = { recordIds: [opened.id], detail: { reference: opened.reference, operation: key } };
      await tx.record({ event: 'case.open', ...about });
      if (endsDraft) await endDraft(tx, actor);
      if (template) await beginFrom(tx, actor, { id: opened.id, parts, now }, template);
      return { ...opened, operation: key };
    });
  }

  /** Every part is there from the beginning, so that it can be shared before anything is in it. */
  private async fill(
    tx: Tx,
    caseId: string,
    input: OpenCaseInput,
    template: CaseTemplate | undefined,
  ): Promise<ReadonlyMap<Part, string>> {
    const parts = new Map<Part, string>(PARTS.map((part) => [part, randomUUID()]));
    const given = template?.texts ?? {};
    await tx.rows(sql`INSERT INTO cases.case_part (id, report_id, part, handling_code)
      SELECT p.id, ${caseId}::uuid, p.part, 'P' FROM unnest(${[...parts.values()]}::uuid[], ${[...parts.keys()]}::text[]) AS p (id, part)`);
    const texts = TEXTS.map(
      (field) => [field, parts.get(TEXT_FIELDS[field])!, (input[field] ?? given[field])?.trim() ?? ''] as const,
    );
    await tx.rows(sql`INSERT INTO cases.case_text (part_id, case_id, part, field, body)
      SELECT t.id, ${caseId}::uuid, t.part, t.field, t.body
      FROM unnest(${texts.map(([, id]) => id)}::uuid[], ${texts.map(([field]) => TEXT_FIELDS[field])}::text[],
        ${texts.map(([field]) => field)}::text[], ${texts.map(([, , body]) => body)}::text[]) AS t (id, part, field, body)`);
    return parts;
  }
}
