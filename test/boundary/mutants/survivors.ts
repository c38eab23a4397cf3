/** A mutant that changes no answer, and why it cannot. Each entry is the beginning or a part of its printed name, and must still be needed. */
export const REASONS: readonly (readonly [mutant: string, why: string])[] = [
  [
    'intelligence.report owner_updates WITH CHECK: drop conjunct […(«(owner_agency_id = ',
    'It checks a column that the login has no right to change (sql-attack.spec): a second lock, which no statement of the login reaches.',
  ],
  [
    'intelligence.report_item owner_updates WITH CHECK',
    'As above: whose the item is stands in columns that do not change.',
  ],
  ['intelligence.report_item_area owner_updates WITH CHECK', 'As above.'],
  [
    "access.track_record: drop guard […N IF TG_OP = 'INSERT' THEN IF «current_setting('transaction_isolation') <> 'read committed'»] → false",
    'Probes are played in transactions that see what is committed meanwhile; sql-attack.spec plays one that does not.',
  ],
  [
    "access.place_items: drop guard […; submitted boolean; BEGIN IF «current_setting('transaction_isolation') <> 'read committed'»] → false",
    'As above.',
  ],
  [
    "identity.actor_for: turn […minutes' END AND s.idle_until «<»] → <=",
    'At equality the session is written once more with the value that it has; the answer is the same.',
  ],
  [
    "identity.actor_for: drop conjunct […interval '59 minutes' END AND «s.idle_until < s.ends_at»] → true",
    'It spares a write: a session that already lasts to its end would be given the value that it has.',
  ],
  [
    'access.place_items: turn [….status <> 1 AND r.confidence «<»] → <=',
    'At equality the grant is written once more with the confidence that it has.',
  ],
  [
    'access.withdraw: drop conjunct […HERE v.record_id = record AND «v.disclosure_id IS NULL»] → true',
    'The grants that it would mark as withdrawn too are deleted by the same call.',
  ],
  [
    'access.expel: drop condition […OM access.compartment c WHERE «c.id = here.compartment»] → true',
    'It only locks the operation, so that two leads cannot leave at once (races-need-to-know lets them try); locking more rows changes no answer.',
  ],
  [
    'access.expel: turn […cess.compartment c WHERE c.id «=»] → <>',
    'As above: a lock, which one transaction alone cannot observe; races-need-to-know fails when there is no lock at all.',
  ],
  [
    "sharing.withdraw_permission: drop conjunct […OR ctx.has_role('lead'))) OR («NOT own»] → true",
    'The owner’s roles are among the asker’s, so whoever passes the first half passes this one; the words keep the two sides apart for a reader.',
  ],
  [
    'ctx.withheld: drop conjunct […ess.record_visibility v WHERE «v.agency_id = (SELECT ctx.agency())»] → true',
    'One’s own live grants decide, and when they all wait, one of them is found anyway: it spares looking at rows of others.',
  ],
];

export const reasonFor = (name: string): string | undefined => REASONS.find(([mutant]) => name.includes(mutant))?.[1];
