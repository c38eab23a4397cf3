/** The demonstration's accounts; synthetic, so their password is no secret. DEMO_PASSWORD replaces it. */
export const DEMO_PASSWORD = 'synthetic-county-lines';

export const ACCOUNTS = `
  Analyst, supervisor, lead     analyst@ supervisor@ lead@   met.example, wmp.example, mer.example
  Social Media Hub              officer@smh.example  supervisor@smh.example
  NCLCC                         coordinator@ analyst@ supervisor@   nclcc.example
  Source handler                handler@met.example
  County forces                 contact@northwales.example  contact@essex.example  and the others as contact@knt.example (Kent)
  Home Office                   reader@homeoffice.example
  Auditor, administrator        auditor@network.example  admin@network.example`;
