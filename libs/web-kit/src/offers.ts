import type { Actor, Query } from '@clin/platform';

/** What a record's page says of it, for another room to offer something about it. */
export interface OfferedRecord {
  id: string;
  reference: string;
  /** Who is at risk, as its author ticked it. */
  atRisk: readonly string[];
  /** Whether it may go to other agencies now. */
  travels: boolean;
}

/** What was done about a record already, and what can be begun. */
export interface Offer {
  title: string;
  text: string;
  links: { text: string; href: string; hint?: string }[];
}

/** Found by the room that does it; both walls are the finder's. A record's page knows no room above its own. */
export interface OfferSource {
  permission: string;
  find: (q: Query, actor: Actor, record: OfferedRecord) => Promise<Offer | undefined>;
}

const declared: OfferSource[] = [];

/** Called once, when the room is loaded. */
export const declareOffer = (source: OfferSource): void => void declared.push(source);

export async function offersAbout(q: Query, actor: Actor, record: OfferedRecord): Promise<Offer[]> {
  const open = declared.filter(({ permission }) => actor.permissions.has(permission));
  return (await Promise.all(open.map(({ find }) => find(q, actor, record)))).filter((offer) => offer !== undefined);
}
