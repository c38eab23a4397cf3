import { discloseRecord } from '@clin/access';
import type { Report } from '@clin/intelligence';
import { InvalidInput, sql, type Actor, type Tx } from '@clin/platform';
import type { DisclosureInput } from './disclosure.input.js';
import { endOfLondonDay, londonDay } from '@clin/platform/working-time';

export interface MadeDisclosure {
  disclosureId: string;
  agencyId: number;
  agency: string;
}

export async function agencyCalled(tx: Tx, code: string): Promise<number | undefined> {
  return (await tx.row<{ id: number }>(sql`SELECT id FROM identity.agency WHERE code = ${code}`))?.id;
}

/** A code or agreement that means nothing is refused in the same words as one that does not reach: neither says what exists. */
async function agreementCalled(tx: Tx, actor: Actor, reference: string): Promise<number> {
  const found = await tx.row<{ id: number }>(sql`SELECT g.id FROM sharing.agreement g JOIN sharing.agreement_party us
    ON us.agreement_id = g.id AND us.agency_id = ${actor.agencyId}::smallint WHERE g.reference = ${reference}`);
  if (!found) throw new InvalidInput({ agreement: 'No agreement in force between both agencies has this reference.' });
  return found.id;
}

/** A disclosure that is over already gives nobody anything: refused before the interruption card as well as by the verb. */
export function refuseEnded(
  inputs: readonly Pick<DisclosureInput, 'expires'>[],
  now: Date,
  pathOf: (index: number) => string = () => '',
): void {
  const ended = inputs.flatMap(({ expires }, index) =>
    expires < londonDay(now)
      ? [[`${pathOf(index)}expires`, 'Give a date in the future, at most five years ahead.']]
      : [],
  );
  if (ended.length > 0) throw new InvalidInput(Object.fromEntries(ended));
}

/** Writes one disclosure that a person decided; field names in refusals carry `path` ("to.0."). */
export async function discloseTo(
  tx: Tx,
  actor: Actor,
  report: Report,
  input: DisclosureInput,
  now: Date,
  path = '',
): Promise<MadeDisclosure> {
  try {
    const agencyId = await agencyCalled(tx, input.agency);
    if (agencyId === undefined) throw new InvalidInput({ agency: 'Choose another agency that takes part now.' });
    refuseEnded([input], now);
    const mine = new Set(report.items.filter((item) => !item.withdrawnAt).map((item) => item.id));
    if (input.items.length === 0 || input.items.some((item) => !mine.has(item.toLowerCase()))) {
      throw new InvalidInput({ items: 'Choose at least one item of this report.' });
    }
    await refuseUnconsented(tx, report, input.items, agencyId);
    const disclosureId = await discloseRecord(tx, {
      recordId: report.id,
      recipientAgencyId: agencyId,
      itemIds: [...new Set(input.items)],
      purpose: input.purpose,
      legalBasis: input.legalBasis,
      agreementId: await agreementCalled(tx, actor, input.agreement),
      conditions: input.conditions ?? '',
      expiresAt: endOfLondonDay(input.expires),
    });
    return { disclosureId, agencyId, agency: input.agency };
  } catch (thrown) {
    const known = thrown instanceof InvalidInput ? thrown : undefined;
    if (!known || path === '') throw thrown;
    throw new InvalidInput(
      Object.fromEntries(Object.entries(known.fields).map(([field, text]) => [path + field, text])),
    );
  }
}

/** The database refuses this as well; asked here first, so that the message names the item's field of this request. */
async function refuseUnconsented(tx: Tx, report: Report, items: readonly string[], agencyId: number): Promise<void> {
  const restricted = report.items.filter((item) => item.restricted && items.includes(item.id)).map((item) => item.id);
  if (restricted.length === 0) return;
  const consents = await tx.rows<{ item: string }>(sql`SELECT item_id AS item FROM access.originator_consent
    WHERE item_id = ANY (${restricted}::uuid[]) AND recipient_agency_id = ${agencyId}::smallint`);
  if (restricted.every((item) => consents.some((consent) => consent.item === item))) return;
  throw new InvalidInput({
    items: 'An item under A1 or S2 needs the originator’s recorded consent for this agency first.',
  });
}
