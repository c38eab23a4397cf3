import { Injectable } from '@nestjs/common';
import { discloseRecord, ownedBy, revokeDisclosure } from '@clin/access';
import { endOfLondonDay } from '@clin/platform/working-time';
import { checkInput, Clock, InvalidInput, sql, Work, type Actor, type Tx } from '@clin/platform';
import { REFERRAL_EVENTS } from './events.js';
import { moved, type MovedReferral } from './move-referral.js';
import { ReshareInput, SaidStepInput, TransferInput, Versioned } from './referral.input.js';
import { isUrgent } from './referral.kinds.js';
import { endPack, sharePack } from './referral-pack.js';
import {
  agencyCalled,
  heldReferral,
  refuseStep,
  SAID,
  SHARING,
  type HeldReferral,
  type Said,
  type Sharing,
} from './referral.rows.js';
import { missingOf, missingSharing } from './referral-completeness.js';
import type { ReferralAction } from './referral.states.js';

/** The steps that give sight or end it: sight and state change in one commit. */
@Injectable()
export class SendReferral {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** To the agency that the draft names, with its pack. Throws InvalidInput for everything that it lacks; the draft is kept. */
  public send(actor: Actor, id: string, received: unknown): Promise<MovedReferral> {
    const { version } = checkInput(Versioned, received);
    return this.step(actor, id, 'send', version, async (tx, held, now) => {
      const sharing = await completeDraft(tx, actor, held, now);
      const made = await moved(tx, actor, held, { action: 'send', version }, now);
      await share(tx, actor, held, held.receiverId!, sharing, now);
      return made;
    });
  }

  /** The agency that had it loses sight of it in the commit in which the next one gains it. WrongState while it acts on a threat to life, as for a withdrawal. */
  public transfer(actor: Actor, id: string, received: unknown): Promise<MovedReferral> {
    const { version, receiver, text, withPack, ...anew } = checkInput(TransferInput, received);
    return this.step(actor, id, 'transfer', version, async (tx, held, now) => {
      const receiverId = await agencyCalled(tx, receiver);
      if (receiverId === undefined || receiverId === actor.agencyId)
        throw new InvalidInput({ receiver: 'Choose another agency that takes part now.' });
      if (receiverId === held.receiverId && (await sees(tx, actor, held)))
        throw new InvalidInput({ receiver: 'This agency has it already. Choose another.' });
      const made = await moved(tx, actor, held, { action: 'transfer', version, text, receiverId }, now);
      await endSight(tx, actor, held, text);
      await tx.emit({
        type: REFERRAL_EVENTS.sent,
        recordId: id,
        payload: { recipientAgencyId: receiverId, urgent: isUrgent(held.kind) },
      });
      await share(tx, actor, held, receiverId, await sharingOf(tx, actor, held, anew), now, withPack ?? true);
      return made;
    });
  }

  public withdraw(actor: Actor, id: string, received: unknown): Promise<MovedReferral> {
    const { version, text } = checkInput(SaidStepInput, received);
    return this.step(actor, id, 'withdraw', version, async (tx, held, now) => {
      const made = await moved(tx, actor, held, { action: 'withdraw', version, text }, now);
      await endSight(tx, actor, held, text);
      return made;
    });
  }

  /** The same agency is asked again; where it sees the referral no more, it is shared anew. */
  public reopen(actor: Actor, id: string, received: unknown): Promise<MovedReferral> {
    const { version, text, withPack, ...anew } = checkInput(ReshareInput, received);
    return this.step(actor, id, 'reopen', version, async (tx, held, now) => {
      const made = await moved(tx, actor, held, { action: 'reopen', version, text }, now);
      if (!(await sees(tx, actor, held)))
        await share(tx, actor, held, held.receiverId!, await sharingOf(tx, actor, held, anew), now, withPack ?? true);
      return made;
    });
  }

  private step(
    actor: Actor,
    id: string,
    action: ReferralAction,
    version: number,
    take: (tx: Tx, held: HeldReferral, now: Date) => Promise<MovedReferral>,
  ): Promise<MovedReferral> {
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const held = await heldReferral(tx, actor, id);
      refuseStep(held, actor, action, version);
      return take(tx, held, now);
    });
  }
}

/** Everything that is missing, by field, before anything moves. */
async function completeDraft(tx: Tx, actor: Actor, held: HeldReferral, now: Date): Promise<Sharing> {
  const draft = await tx.row<Sharing & Said>(sql`SELECT ${SAID(actor)}, ${SHARING} FROM referrals.referral r
    JOIN referrals.referral_original o ON o.referral_id = r.id WHERE r.id = ${held.id}::uuid AND ${ownedBy(actor, 'r.id')}`);
  const { title, text, fields, ...sharing } = draft!;
  const wrong = missingOf(
    { kind: held.kind, title, text, fields, sharing, hasReceiver: held.receiverId !== null },
    now,
  );
  if (Object.keys(wrong).length > 0) throw new InvalidInput(wrong);
  return sharing;
}

/** As it was shared before, with what is said anew, which stays for the next time. */
async function sharingOf(
  tx: Tx,
  actor: Actor,
  { id }: HeldReferral,
  anew: Pick<ReshareInput, 'agreement' | 'expires'>,
): Promise<Sharing> {
  await tx.rows(sql`UPDATE referrals.referral_original SET agreement = coalesce(${anew.agreement || null}, agreement),
    expires_on = coalesce(${anew.expires || null}::date, expires_on) WHERE referral_id = ${id}::uuid`);
  return (await tx.row<Sharing>(
    sql`SELECT ${SHARING} FROM referrals.referral_original o WHERE o.referral_id = ${id}::uuid AND ${ownedBy(actor, 'o.referral_id')}`,
  ))!;
}

/** The whole referral to one agency, and the items of its pack with it. */
async function share(
  tx: Tx,
  actor: Actor,
  { id }: HeldReferral,
  recipientAgencyId: number,
  sharing: Sharing,
  now: Date,
  withPack = true,
): Promise<void> {
  const wrong = missingSharing(sharing, now);
  if (Object.keys(wrong).length > 0) throw new InvalidInput(wrong);
  const found = await tx.row<{ id: number }>(sql`SELECT g.id FROM sharing.agreement g JOIN sharing.agreement_party us
    ON us.agreement_id = g.id AND us.agency_id = ${actor.agencyId}::smallint WHERE g.reference = ${sharing.agreement}`);
  if (!found) throw new InvalidInput({ agreement: 'No agreement in force between both agencies has this reference.' });
  const items = await tx.rows<{ id: string }>(
    sql`SELECT i.id FROM referrals.referral_item i WHERE i.report_id = ${id}::uuid`,
  );
  const under = {
    recipientAgencyId,
    purpose: sharing.purpose!,
    legalBasis: sharing.legalBasis!,
    agreementId: found.id,
    expiresAt: endOfLondonDay(sharing.expires!),
  };
  try {
    await discloseRecord(tx, {
      ...under,
      recordId: id,
      itemIds: items.map((item) => item.id),
      conditions: sharing.conditions ?? '',
    });
  } catch (error) {
    // A referral goes whole or not at all: its items are no fields of this form.
    const [, why] = /^items: (.*)$/s.exec((error as Error).message) ?? [];
    if (!why) throw error;
    throw new InvalidInput({ agreement: `${why.split('. ')[0]!.replace(/\.$/, '')}, and a referral is sent whole.` });
  }
  if (withPack) await sharePack(tx, actor, id, under);
}

const LIVE = (
  actor: Actor,
  { id, receiverId }: HeldReferral,
) => sql`FROM access.disclosure d WHERE d.record_id = ${id}::uuid
  AND d.owner_agency_id = ${actor.agencyId}::smallint AND d.recipient_agency_id = ${receiverId}::smallint AND d.revoked_at IS NULL AND d.expires_at > now()`;

const sees = async (tx: Tx, actor: Actor, held: HeldReferral): Promise<boolean> =>
  (await tx.row(
    sql`SELECT true ${LIVE(actor, held)} AND d.agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) LIMIT 1`,
  )) !== undefined;

/** Whoever received it finds nothing from the next request on, and is told that something was withdrawn. */
async function endSight(tx: Tx, actor: Actor, held: HeldReferral, reason: string): Promise<void> {
  for (const { id } of await tx.rows<{ id: string }>(sql`SELECT d.id ${LIVE(actor, held)}`)) await revokeDisclosure(tx, id, reason);
  await endPack(tx, held.id, reason);
  await tx.emit({ type: REFERRAL_EVENTS.withdrawn, recordId: held.id, payload: { recipientAgencyId: held.receiverId } });
} // prettier-ignore
