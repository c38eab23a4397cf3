import type { Client } from 'pg';

/** Nobody: what was agreed before the register, and what no person did. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * The demonstration's agreements: synthetic terms, real shapes. Two are in force with every party acceded; a draft and a suspended one give
 * nobody anything. Runs with the administration login and only once.
 */
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
  await client.query(`
    INSERT INTO sharing.agreement (id, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on, handling)
    SELECT g.id, g.reference, g.title, g.purpose, 'Data Protection Act 2018 part 3; policing purpose at common law', a.id, g.status, g.starts_on::date,
      g.ends_on::date, g.handling
    FROM identity.agency a JOIN (VALUES
      (3, 'MPS-CLTF-RAIL-2026', 'Rail and coach network agreement (synthetic)', 'Finding county lines that travel by rail and coach', 'MPS-CLTF', 'draft',
        '2026-01-01', '2028-12-31', '{P}'::text[]),
      (4, 'CLIN-ISA-003', 'Social media research pilot (synthetic)', 'Trying out research for others by the hub', 'NCLCC', 'suspended', '2025-10-01', '2027-09-30',
        '{P,C}'::text[])
    ) AS g (id, reference, title, purpose, owner, status, starts_on, ends_on, handling) ON g.owner = a.code ON CONFLICT DO NOTHING;
    INSERT INTO sharing.agreement_party SELECT 4, id FROM identity.agency WHERE code IN ('NCLCC','SMH') ON CONFLICT DO NOTHING;
    UPDATE sharing.agreement SET most_sensitivity = 2, review_on = coalesce(review_on, CASE id WHEN 4 THEN '2027-03-31' ELSE '2027-07-01' END::date),
      contact_post = 'Information sharing officer (synthetic)', contact_email = 'sharing@network.example',
      signed_copy_name = CASE WHEN status <> 'draft' THEN reference || '-signed.pdf' END,
      signed_copy_sha256 = CASE WHEN status <> 'draft' THEN encode(sha256(convert_to(reference, 'UTF8')), 'hex') END,
      signed_copy_held = CASE WHEN status <> 'draft' THEN 'Records office of the owner (synthetic)' END
      WHERE id IN (1, 2, 3, 4) AND contact_post IS NULL;
    INSERT INTO sharing.agreement_version (agreement_id, version, owner_agency_id, state, terms, author_id, proposed_at, enacted_at)
    SELECT g.id, 1, g.owner_agency_id, CASE g.status WHEN 'draft' THEN 'draft' ELSE 'active' END, jsonb_build_object('title', g.title, 'purpose', g.purpose,
      'legalBasis', g.legal_basis, 'marking', g.marking, 'startsOn', g.starts_on, 'endsOn', g.ends_on, 'reviewOn', g.review_on, 'kinds', g.kinds,
      'handling', g.handling, 'mostSensitivity', g.most_sensitivity, 'wholeRecords', g.whole_records,
      'statistics', EXISTS (SELECT 1 FROM sharing.statistics_class c WHERE c.agreement_id = g.id), 'signedCopy', CASE WHEN g.signed_copy_name IS NOT NULL
        THEN jsonb_build_object('name', g.signed_copy_name, 'sha256', g.signed_copy_sha256, 'heldAt', g.signed_copy_held) END,
      'contact', jsonb_build_object('post', g.contact_post, 'email', g.contact_email, 'phone', NULL),
      'parties', CASE g.id WHEN 3 THEN '["BTP", "NCLCC"]'::jsonb ELSE (SELECT jsonb_agg(a.code ORDER BY a.code) FROM sharing.agreement_party p
        JOIN identity.agency a ON a.id = p.agency_id WHERE p.agreement_id = g.id AND a.id <> g.owner_agency_id) END,
      'rules', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', r.kind, 'handling', r.handling, 'from', NULL, 'to', coalesce(t.code, 'forces-in-areas'),
        'areas', NULL, 'lowestConfidence', 0, 'monthsValid', r.months_valid, 'conditions', r.conditions, 'startsOn', NULL, 'endsOn', NULL) ORDER BY r.id)
        FROM sharing.standing_rule r LEFT JOIN identity.agency t ON t.id = r.recipient_agency_id WHERE r.agreement_id = g.id), '[]')),
      '${NOBODY}', CASE WHEN g.status <> 'draft' THEN g.starts_on - 30 END, CASE WHEN g.status <> 'draft' THEN g.starts_on END
    FROM sharing.agreement g WHERE g.id IN (1, 2, 3, 4) ON CONFLICT DO NOTHING;
    INSERT INTO sharing.agreement_suspension (agreement_id, suspended_at, agency_id, suspended_by, reason)
      SELECT 4, '2026-09-14T09:30:00Z', g.owner_agency_id, '${NOBODY}', 'The data protection impact assessment is being renewed.'
      FROM sharing.agreement g WHERE g.id = 4 ON CONFLICT DO NOTHING;
    INSERT INTO sharing.agreement_event (id, agreement_id, version, action, owner_agency_id, agency_id, by_user, at, reason, owner_only)
      SELECT ('00000000-0000-4000-8000-0000000000' || g.id || e.at)::uuid, g.id, 1, e.action, g.owner_agency_id, g.owner_agency_id, '${NOBODY}', e.moment + time '10:30', e.reason,
        e.action = 'save'
      FROM sharing.agreement g JOIN LATERAL (VALUES (0, 'save', g.starts_on - 60, NULL), (1, 'propose', g.starts_on - 30, NULL), (2, 'enact', g.starts_on, NULL),
        (3, 'suspend', '2026-09-14'::date, 'The data protection impact assessment is being renewed.')) e (at, action, moment, reason)
        ON (g.status <> 'draft' OR e.at = 0) AND (g.status = 'suspended' OR e.at < 3)
      WHERE g.id IN (1, 2, 3, 4) ON CONFLICT DO NOTHING;
  `);
  await coverKinds(client);
}

/**
 * The demonstration's agreements cover every kind of record from the day that there is one; one of an older demonstration learns it here. Only the
 * seed's own first version changes: what people have revised since is theirs, and a real agreement takes a new version that its parties approve.
 */
async function coverKinds(client: Client): Promise<void> {
  await client.query(`
    UPDATE sharing.agreement g SET kinds = covered.kinds FROM (VALUES (1, '{1,2,3}'::smallint[]), (2, '{1,2}')) covered (id, kinds)
      WHERE g.id = covered.id AND g.version = 1 AND g.kinds <@ covered.kinds AND EXISTS (
        SELECT 1 FROM sharing.agreement_version v WHERE v.agreement_id = g.id AND v.version = 1 AND v.author_id = '${NOBODY}');
    UPDATE sharing.agreement_version v SET terms = jsonb_set(v.terms, '{kinds}', to_jsonb(g.kinds)) FROM sharing.agreement g
      WHERE g.id = v.agreement_id AND g.id IN (1, 2) AND g.version = 1 AND v.version = 1 AND v.author_id = '${NOBODY}';
  `);
}
