import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { londonDay } from '@clin/platform/working-time';
import { checkInput, Clock, InvalidInput, reference, sql, Stale, Work, type Actor, type Tx } from '@clin/platform';
import { fieldsOf } from './referral.fields.js';
import { ChangedReferralInput, NewReferralInput, type ReferralInput } from './referral.input.js';
import type { ReferralKind } from './referral.kinds.js';
import { savePack } from './referral-pack.js';
import { agencyCalled, heldReferral, refuseStep } from './referral.rows.js';
import { REFERRAL_STATUS, type ReferralStatus } from './referral.states.js';
import { retentionOf } from './retention.rule.js';

export interface SavedReferral {
  id: string;
  reference: string;
  version: number;
  status: ReferralStatus;
}

/** Begins a draft and saves changes to it. A draft may be incomplete; what is given must be well formed. */
@Injectable()
export class SaveReferral {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidInput. */
  public async begin(actor: Actor, received: unknown): Promise<SavedReferral> {
    const { kind, ...input } = checkInput(NewReferralInput, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const [id, called] = [randomUUID(), reference('RF')];
      const { group, reviewOn } = retentionOf(kind, now);
      await tx.rows(sql`INSERT INTO referrals.referral (id, reference, owner_agency_id, created_at, sensitivity, private_to, status, handling, discovery,
          retention_group, review_on, version, marking, kind, threat_to_life)
        VALUES (${id}::uuid, ${called}, ${actor.agencyId}::smallint, ${now}::timestamptz, 2, ${actor.userId}::uuid, ${REFERRAL_STATUS.draft}::smallint,
          'P', 'silent', ${group}::smallint, ${reviewOn}::date, 1, 'OFFICIAL-SENSITIVE', ${kind}, ${kind === 'threat-to-life'}::boolean)`);
      await tx.rows(sql`INSERT INTO referrals.referral_original (referral_id, author_id, updated_at)
        VALUES (${id}::uuid, ${actor.userId}::uuid, ${now}::timestamptz)`);
      for (const part of ['request', 'details'])
        await tx.rows(sql`INSERT INTO referrals.referral_item (id, report_id, part, fields, handling_code)
          VALUES (${randomUUID()}::uuid, ${id}::uuid, ${part}, '{}', 'P')`);
      await this.write(tx, actor, { id, kind }, input, now);
      await tx.record({ event: 'referral.create', recordIds: [id], detail: { reference: called, kind } });
      return { id, reference: called, version: 1, status: 'draft' };
    });
  }

  /** Throws InvalidInput, NotVisible, NotPermitted, WrongState or Stale; then nothing of it was saved. */
  public async change(actor: Actor, id: string, received: unknown): Promise<SavedReferral> {
    const { version, ...input } = checkInput(ChangedReferralInput, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const held = await heldReferral(tx, actor, id);
      refuseStep(held, actor, 'save', version);
      const row = await tx.row<{
        reference: string;
        version: number;
      }>(sql`UPDATE referrals.referral SET version = version + 1
        WHERE id = ${id}::uuid AND version = ${version}::int RETURNING reference, version`);
      if (!row) throw new Stale({ id });
      await this.write(tx, actor, held, input, now);
      await tx.record({ event: 'referral.save', recordIds: [id], detail: { version: row.version } });
      return { id, ...row, status: 'draft' };
    });
  }

  /** What was left out stays. */
  private async write(
    tx: Tx,
    actor: Actor,
    { id, kind }: { id: string; kind: ReferralKind },
    input: ReferralInput,
    now: Date,
  ): Promise<void> {
    const { receiver, title, text, fields, pack } = input;
    if (receiver !== undefined) {
      const receiverId = receiver ? await agencyCalled(tx, receiver) : null;
      if (receiverId === undefined || receiverId === actor.agencyId)
        throw new InvalidInput({ receiver: 'Choose another agency that takes part now.' });
      await tx.rows(
        sql`UPDATE referrals.referral SET receiver_agency_id = ${receiverId}::smallint WHERE id = ${id}::uuid`,
      );
    }
    if (title !== undefined)
      await tx.rows(sql`UPDATE referrals.referral SET title = ${title?.trim() || null} WHERE id = ${id}::uuid`);
    if (text !== undefined)
      await tx.rows(
        sql`UPDATE referrals.referral_item SET text = ${text?.trim() || null} WHERE report_id = ${id}::uuid AND part = 'request'`,
      );
    if (fields !== undefined)
      await tx.rows(sql`UPDATE referrals.referral_item SET fields = ${JSON.stringify(fieldsOf(kind, fields, londonDay(now)))}::jsonb
        WHERE report_id = ${id}::uuid AND part = 'details'`);
    if (pack !== undefined) await savePack(tx, actor, id, [...new Set(pack ?? [])]);
    await this.writeSharing(tx, id, input, now);
  }

  private async writeSharing(tx: Tx, id: string, input: ReferralInput, now: Date): Promise<void> {
    const given = (value: string | null | undefined): boolean => value !== undefined;
    const { purpose, legalBasis, agreement, conditions, expires } = input;
    await tx.rows(sql`UPDATE referrals.referral_original SET updated_at = ${now}::timestamptz,
      purpose = CASE WHEN ${given(purpose)}::boolean THEN nullif(btrim(${purpose ?? ''}), '') ELSE purpose END,
      legal_basis = CASE WHEN ${given(legalBasis)}::boolean THEN nullif(btrim(${legalBasis ?? ''}), '') ELSE legal_basis END,
      agreement = CASE WHEN ${given(agreement)}::boolean THEN nullif(btrim(${agreement ?? ''}), '') ELSE agreement END,
      conditions = CASE WHEN ${given(conditions)}::boolean THEN nullif(btrim(${conditions ?? ''}), '') ELSE conditions END,
      expires_on = CASE WHEN ${given(expires)}::boolean THEN ${expires || null}::date ELSE expires_on END
      WHERE referral_id = ${id}::uuid`);
  }
}
