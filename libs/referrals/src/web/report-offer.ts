import { readableBy } from '@clin/access';
import { sql, type Actor, type Query } from '@clin/platform';
import { declareOffer } from '@clin/web-kit';
import { KIND_WORDS, type ReferralKind } from '../referral.kinds.js';
import { STATUS_WORDS, statusName } from '../referral.states.js';

const WHO: Record<string, { heard: string; refer: string }> = {
  adult: { heard: 'an adult', refer: 'Refer the adult' },
  child: { heard: 'a child', refer: 'Refer the child' },
};

interface Made {
  id: string;
  reference: string;
  kind: ReferralKind;
  statusNumber: number;
  receiver: string | null;
}

/** A report that says that somebody is at risk offers the safeguarding referral, one that was disseminated any other; with what was referred already. */
declareOffer({
  permission: 'referral.write',
  find: async (q, actor, { id, reference, atRisk, travels }) => {
    const concerns = atRisk.filter((who) => Object.hasOwn(WHO, who));
    if (concerns.length === 0 && !travels) return undefined;
    const report = encodeURIComponent(reference);
    const made = await madeFrom(q, actor, id);
    return {
      title: 'Referrals',
      text:
        concerns.length > 0
          ? `This report says that ${concerns.map((who) => WHO[who]!.heard).join(' and ')} may be at risk. A safeguarding referral asks another agency to protect them.`
          : 'A referral asks another agency to act: to take a line over, to look into something, or to protect somebody.',
      links: [
        ...made.map((one) => ({
          text: one.reference,
          href: `/referrals/${one.id}`,
          hint: `${one.kind === 'safeguarding' ? '' : `${KIND_WORDS[one.kind].toLowerCase()}, `}${STATUS_WORDS[statusName(one.statusNumber)].toLowerCase()}${one.receiver ? `, to ${one.receiver}` : ''}`,
        })),
        ...concerns.map((who) => ({
          text: WHO[who]!.refer,
          href: `/referrals/new?kind=safeguarding&subject=${who}&report=${report}`,
        })),
        ...(travels
          ? [
              {
                text: concerns.length > 0 ? 'Refer something else about it' : 'Refer it',
                href: `/referrals/new?report=${report}`,
              },
            ]
          : []),
      ],
    };
  },
});

/** Referrals of one's own agency whose pack holds something of the record, as far as the reader sees them. */
async function madeFrom(q: Query, actor: Actor, recordId: string): Promise<Made[]> {
  const made = await q.rows<Made>(sql`
    SELECT r.id, r.reference, r.kind, r.status AS "statusNumber", a.name AS receiver
    FROM referrals.referral r LEFT JOIN identity.agency a ON a.id = r.receiver_agency_id
    WHERE r.owner_agency_id = ${actor.agencyId}::smallint
      AND EXISTS (SELECT FROM referrals.referral_pack p WHERE p.referral_id = r.id AND p.record_id = ${recordId}::uuid)
      AND (SELECT true FROM access.record_visibility v WHERE v.record_id = r.id AND ${readableBy(actor, 'v')} LIMIT 1)
    ORDER BY r.created_at, r.id LIMIT 20`);
  q.returned(made.map(({ id }) => id));
  return made;
}
