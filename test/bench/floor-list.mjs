/** A page of 25 as a program without boundary would ask for it: the same columns of the same tables. */
export const FLOOR_LIST = `
  SELECT r.id, r.reference, a.code AS owner, a.name AS "ownerName", o.title, r.sanitised_title AS "sanitisedTitle", r.event_date::text AS "eventDate",
    r.created_at AS "createdAt", r.created_at::text AS at, r.status AS "statusNumber", r.handling, v.confidence AS "confidenceNumber", r.marking,
    r.threat_to_life AS "threatToLife", r.version
  FROM (SELECT n.id FROM intelligence.report n ORDER BY n.created_at DESC, n.id DESC LIMIT 26) p
  JOIN intelligence.report r ON r.id = p.id JOIN identity.agency a ON a.id = r.owner_agency_id
  LEFT JOIN intelligence.report_original o ON o.report_id = r.id
  LEFT JOIN access.record_visibility v ON v.record_id = r.id AND v.agency_id = r.owner_agency_id
  ORDER BY r.created_at DESC, r.id DESC`;
