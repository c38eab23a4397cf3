import { Injectable } from '@nestjs/common';
import { ArrayMinSize, IsArray, IsIn } from 'class-validator';
import { discloseRecord, revokeDisclosure, USUAL_MONTHS } from '@clin/access';
import { CASE_EVENTS, lockCase, PARTS, type Part } from '@clin/cases';
import { checkInput, Clock, InvalidInput, sql, Work, WrongState, type Actor, type Tx } from '@clin/platform';
import { RequiredDay, Said } from '@clin/platform/fields';
import { fromPostgres } from '@clin/platform/server';
import { endOfLondonDay, londonDay, monthsFrom } from '@clin/platform/working-time';
import { ReasonInput } from './casework.input.js';

const CHOOSE = 'Choose at least one part of the case.';

export class ShareInput {
  /** The code of a joint agency of the case's operation. */
  @Said(40, 'Choose a joint agency.') public agency!: string;
  @IsIn(PARTS, { each: true, message: 'Choose parts of the case.' })
  @ArrayMinSize(1, { message: CHOOSE })
  @IsArray({ message: CHOOSE })
  public parts!: Part[];
  @Said(500, 'Say for which purpose.') public purpose!: string;
  @Said(500, 'Say on which legal basis.') public legalBasis!: string;
  @Said(60, 'Choose the agreement that this rests on.') public agreement!: string;
  /** Left out, a year from today. Never empty. */
  @RequiredDay('Give the last day on which it is shared.') public expires = monthsFrom(Clock.time(), USUAL_MONTHS);
}

export class KeepInput extends ReasonInput {
  @Said(40, 'Choose a joint agency.') public agency!: string;
  @IsIn(PARTS, { message: 'Choose a part of the case.' }) public part!: Part;
}

export interface SharedParts {
  id: string;
  agency: string;
  parts: Part[];
}

/**
 * What a joint agency's members see of a case: parts, each by an ordinary disclosure under an agreement in force, kept until it is shared.
 * Its people see nothing of it unless they are members of the operation as well.
 */
@Injectable()
export class ShareParts {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidInput (also for an agency that is not joint, or an agreement that does not cover cases), NotVisible, NotPermitted, WrongState. */
  public async share(actor: Actor, id: string, received: unknown): Promise<SharedParts> {
    const input = checkInput(ShareInput, received);
    if (input.expires < londonDay(this.clock.now()))
      throw new InvalidInput({ expires: 'Give a date in the future, at most five years ahead.' });
    return this.work.run(actor, async (tx) => {
      const found = await lockCase(tx, actor, id, 'share');
      const agency = await jointAgency(tx, found.compartmentId, input.agency);
      const held = await liveDisclosures(tx, id, agency.id);
      const parts = [...new Set(input.parts)].filter((part) => !held.some(({ item }) => item === found.parts[part]));
      if (parts.length === 0)
        throw new WrongState('These parts are shared with this agency already. Nothing was changed.');
      const agreementId = await agreementCalled(tx, actor, input.agreement);
      const { purpose, legalBasis } = input;
      const expiresAt = endOfLondonDay(input.expires);
      // One disclosure for each part, so that each ends by itself.
      for (const part of parts)
        await disclosePart(tx, {
          recordId: id,
          recipientAgencyId: agency.id,
          itemIds: [found.parts[part]],
          purpose,
          legalBasis,
          agreementId,
          conditions: '',
          expiresAt,
        });
      await tx.emit({ type: CASE_EVENTS.shared, recordId: id, payload: { recipientAgencyId: agency.id } });
      await tx.record({ event: 'case.share', recordIds: [id], detail: { agency: input.agency, parts } });
      return { id, agency: input.agency, parts };
    });
  }

  /** Ends what shares the part with that agency: its next request finds it gone. WrongState when nothing does. */
  public async keep(actor: Actor, id: string, received: unknown): Promise<SharedParts> {
    const { agency: code, part, reason } = checkInput(KeepInput, received);
    return this.work.run(actor, async (tx) => {
      const found = await lockCase(tx, actor, id, 'share');
      const agency = await agencyCalled(tx, code);
      const held = agency ? await liveDisclosures(tx, id, agency.id) : [];
      const ended = held.filter(({ item }) => item === found.parts[part]);
      if (!agency || ended.length === 0)
        throw new WrongState('This part is not shared with this agency. Nothing was changed.');
      for (const { disclosure } of ended) await revokeDisclosure(tx, disclosure, reason);
      await tx.emit({ type: CASE_EVENTS.kept, recordId: id, payload: { recipientAgencyId: agency.id } });
      await tx.record({ event: 'case.keep', recordIds: [id], detail: { agency: code, part } });
      return { id, agency: code, parts: [part] };
    });
  }
}

/** What the database says of items it says of a part, by the field of this form. */
async function disclosePart(tx: Tx, decision: Parameters<typeof discloseRecord>[1]): Promise<void> {
  try {
    await discloseRecord(tx, decision);
  } catch (thrown) {
    const error = fromPostgres(thrown);
    if (!(error instanceof InvalidInput) || !error.fields['items']) throw error;
    const { items = '', ...rest } = error.fields;
    throw new InvalidInput({ ...rest, parts: items });
  }
}

/** Disclosures of the case to that agency that have not ended, by the part that each gives. */
function liveDisclosures(tx: Tx, id: string, agencyId: number): Promise<{ disclosure: string; item: string }[]> {
  return tx.rows(sql`SELECT d.id AS disclosure, i.item_id AS item FROM access.disclosure d JOIN access.disclosure_item i ON i.disclosure_id = d.id
    WHERE d.record_id = ${id}::uuid AND d.recipient_agency_id = ${agencyId}::smallint AND d.revoked_at IS NULL AND d.expires_at > now()`);
}

const agencyCalled = (tx: Tx, code: string): Promise<{ id: number } | undefined> =>
  tx.row<{ id: number }>(sql`SELECT id FROM identity.agency WHERE code = ${code}`);

/** An agency that was never named is refused in the same words as one that does not exist. */
async function jointAgency(tx: Tx, compartmentId: number, code: string): Promise<{ id: number }> {
  const found = await tx.row<{
    id: number;
  }>(sql`SELECT a.id FROM identity.agency a JOIN access.compartment_agency j ON j.agency_id = a.id
    WHERE a.code = ${code} AND j.compartment_id = ${compartmentId}::int`);
  if (!found) throw new InvalidInput({ agency: 'Choose a joint agency of the operation. Name it there first.' });
  return found;
}

async function agreementCalled(tx: Tx, actor: Actor, reference: string): Promise<number> {
  const found = await tx.row<{ id: number }>(sql`SELECT g.id FROM sharing.agreement g JOIN sharing.agreement_party us
    ON us.agreement_id = g.id AND us.agency_id = ${actor.agencyId}::smallint WHERE g.reference = ${reference}`);
  if (!found) throw new InvalidInput({ agreement: 'No agreement in force between both agencies has this reference.' });
  return found.id;
}
