/**
 * Page doors of intelligence reports. Routes, all calling the verbs that the API calls:
 * GET / · GET /reports · POST /reports/new · GET /reports/:id · GET /reports/:id/edit · GET+POST /reports/:id/edit/:section ·
 * POST /reports/:id/edit/:section/autosave · GET /reports/:id/versions · GET+POST /reports/:id/check ·
 * GET+POST /reports/:id/assess · /return · /disseminate · /disclose · /close · POST /reports/:id/consent · POST /reports/:id/disclosures/:disclosure/revocation
 */
export {};
