import type { Client } from 'pg';

/** The demonstration's two agreements: synthetic terms, real shapes. Runs with the administration login and only once. */
export async function seedAgreements(client: Client): Promise<void> {
  await client.query(`
    INSERT INTO sharing.agreement (id, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on)
    SELECT g.id, g.reference, g.title, g.purpose, g.legal_basis, a.id, 'active', '2026-01-01', '2028-12-31'
    FROM identity.agency a, (VALUES
      (1, 'CLIN-ISA-001', 'County lines network agreement (synthetic)', 'Preventing and detecting county lines offending, and protecting those exploited',
        'Data Protection Act 2018 part 3; policing purpose at common law'),
      (2, 'CLIN-ISA-002', 'County lines partner force agreement (synthetic)', 'Telling the force of an area about county lines activity in it',
        'Data Protection Act 2018 part 3; policing purpose at common law')
    ) AS g (id, reference, title, purpose, legal_basis) WHERE a.code = 'NCLCC' ON CONFLICT DO NOTHING;
    INSERT INTO sharing.agreement_party
      SELECT 1, id FROM identity.agency WHERE kind IN ('task-force','hub','co-ordination-centre') OR code = 'NCA' ON CONFLICT DO NOTHING;
    INSERT INTO sharing.agreement_party
      SELECT 2, id FROM identity.agency WHERE kind IN ('task-force','hub','co-ordination-centre') OR (kind = 'partner' AND force_code IS NOT NULL)
      ON CONFLICT DO NOTHING;
    INSERT INTO sharing.standing_rule (id, agreement_id, version, kind, handling, recipient, recipient_agency_id, months_valid, conditions)
      SELECT 1, 1, 1, 1, 'P', 'agency', id, 12, 'For the national picture and co-ordination. Ask the owner before sharing on.'
      FROM identity.agency WHERE code = 'NCLCC' ON CONFLICT DO NOTHING;
    INSERT INTO sharing.standing_rule (id, agreement_id, version, kind, handling, recipient, recipient_agency_id, months_valid, conditions)
      VALUES (2, 2, 1, 1, 'P', 'forces-in-areas', NULL, 12, 'For policing this force''s area. Ask the owner before sharing on.') ON CONFLICT DO NOTHING;
    INSERT INTO sharing.statistics_class VALUES (1, 'owner', 0), (1, 'co-ordination-centre', 0), (1, 'party', 5), (2, 'owner', 0), (2, 'co-ordination-centre', 0), (2, 'party', 5)
      ON CONFLICT DO NOTHING;
  `);
}
