/**
 * What the clients do: chains of writes as the demonstration's people, each with whom it owes a notice and which call of an agency's system.
 * The tables are written by hand from what the product promises; nothing of the product is asked.
 */
const CENTRE = ['coordinator@nclcc.example', 'analyst@nclcc.example', 'supervisor@nclcc.example'];
const FORCE = 'contact@essex.example';
export const AGENCIES = ['mer', 'wmp', 'met'];
/** The agency whose system is called. */
export const HOOKED = 'NCLCC';

const tell = (kind, record, people) => people.map((email) => `${kind} ${record} ${email}`);

/** A report from its draft to its dissemination, and a comment on it for another agency. */
export async function reportChain({ write, read, agency, name }) {
  const [analyst, supervisor] = [`analyst@${agency}.example`, `supervisor@${agency}.example`];
  const { id } = await write(analyst, 'report.create', '/reports', REPORT(name), ({ id: made }) => ({
    effect: `create report ${made}`,
  }));
  const step = (who, action, path, body, owes) =>
    write(who, `report.${action}`, `/reports/${id}/${path}`, body, () => ({
      effect: `${action} report ${id}`,
      ...owes,
    }));
  await step(analyst, 'submit', 'submission', { version: 1 }, { notices: tell('report-to-assess', id, [supervisor]) });
  await step(supervisor, 'assess', 'assessment', { version: 2 }, { notices: tell('report-assessed', id, [analyst]) });
  await step(
    supervisor,
    'disseminate',
    'dissemination',
    { version: 3, to: [] },
    { notices: tell('report-shared', id, [...CENTRE, FORCE]), calls: [`report.disseminated.v1 ${id}`] },
  );
  await read(CENTRE[1], `/reports/${id}`);
  await write(
    supervisor,
    'comment.write',
    `/records/${id}/comments`,
    { text: `A note of ${name}.`, audience: HOOKED },
    (made) => ({
      effect: `comment ${made.id}`,
      notices: tell('comment-written', id, CENTRE),
      calls: [`comment.written.v1 ${id}`],
    }),
  );
  await read(analyst, '/reports?limit=25');
}

/** A referral that is sent to a force, and acknowledged by it. */
export async function referralChain({ write, read, agency, name }) {
  const [supervisor, lead] = [`supervisor@${agency}.example`, `lead@${agency}.example`];
  const { id, version } = await write(supervisor, 'referral.create', '/referrals', REFERRAL(name), ({ id: made }) => ({
    effect: `create referral ${made}`,
  }));
  const sent = await write(supervisor, 'referral.send', `/referrals/${id}/sending`, { version }, () => ({
    effect: `send referral ${id}`,
    notices: tell('referral-sent', id, [FORCE]),
  }));
  await read(FORCE, `/referrals/${id}`);
  await write(FORCE, 'referral.acknowledge', `/referrals/${id}/acknowledgement`, { version: sent.version }, () => ({
    effect: `acknowledge referral ${id}`,
    notices: tell('referral-acknowledged', id, [supervisor, lead]),
  }));
  await read(FORCE, '/notifications');
}

const REPORT = (name) => ({
  title: `Two phones at the station, ${name}`,
  sanitisedTitle: 'Two phones at a station',
  eventDate: '2026-10-12',
  provenance: 'Officer',
  marking: 'OFFICIAL-SENSITIVE',
  areas: ['E23000028'],
  items: [
    {
      original: 'Seen at the station with two phones.',
      sanitised: 'A person was seen with two phones.',
      sourceEvaluation: 1,
      intelligenceAssessment: 'A',
      handlingCode: 'P',
      areas: ['E23000028'],
    },
  ],
});

const REFERRAL = (name) => ({
  kind: 'line',
  receiver: 'ESX',
  title: `Line of ${name} has no lead`,
  text: 'Please take the lead on this line in your area.',
  purpose: 'Finding a lead for the line',
  legalBasis: 'Data Protection Act 2018 part 3; policing purpose at common law',
  agreement: 'CLIN-ISA-002',
  expires: '2027-10-01',
  fields: { lineName: 'Rico', dealNumber: '+44 7700 900555', exportedFrom: 'Not established', importedTo: 'Essex' },
});
