import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Lists with their filters, as a person fills them. */
const PAGES = [
  '/reports?status=disseminated&grade=1A&handling=P&area=MET&from=2026-01-01&to=2026-11-01&owner=MPS-CLTF&shared=1',
  '/referrals?status=sent&kind=county-line&from=NCLCC&overdue=1',
  '/cases?status=open',
  '/agreements?status=active&party=NCLCC',
  '/shared/by-us?state=in-force&agency=NCLCC&agreement=CLIN-ISA-001',
  '/national-picture?from=2026-01&to=2026-11',
  '/references?reference=IR-AAAA-AAAA-A',
];
const SAMPLES = { limit: '5', from: '2026-01-01', to: '2026-11-01', at: '2026-11-01', cursor: 'WyJhIl0' };

/** A session as signing in leaves it, for the API and for pages. */
export async function openSession(adminUrl, email) {
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  const [token, cookie] = [randomUUID(), randomUUID()];
  for (const [kind, secret] of [
    ['api', token],
    ['page', cookie],
  ])
    await admin.query(
      "INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) SELECT $1, id, $2, now() + interval '3 hours', now() + interval '3 hours' FROM identity.user_account WHERE email = $3",
      [createHash('sha256').update(secret).digest(), kind, email],
    );
  await admin.end();
  return { token, cookie };
}

/** Every GET of the API's own description, with each parameter filled; sqlmap tries where a * stands, and every query parameter. */
export async function apiTargets(url, { token }) {
  const headers = { authorization: `Bearer ${token}` };
  const { paths } = await (await fetch(`${url}/api/openapi.json`, { headers })).json();
  const { items } = await (await fetch(`${url}/api/v1/reports?limit=1`, { headers })).json();
  const id = items[0].id;
  return Object.entries(paths).flatMap(([path, { get }]) => {
    if (!get || /unread|waiting|openapi/.test(path)) return [];
    const filled = path.replaceAll(/\{\w+\}/g, `${id}*`);
    const query = (get.parameters ?? [])
      .filter((parameter) => parameter.in === 'query')
      .map(({ name }) => `${name}=${SAMPLES[name] ?? '1'}`);
    return filled.includes('*') || query.length > 0
      ? [{ url: `${url}${filled}${query.length > 0 ? `?${query.join('&')}` : ''}`, headers }]
      : [];
  });
}

/** Lists with filters, and the first record that the list of reports leads to. */
export async function pageTargets(url, { cookie }) {
  const headers = { cookie: `session=${cookie}` };
  const list = await (await fetch(`${url}/reports`, { headers })).text();
  const [id] = list.match(UUID) ?? [];
  return [...PAGES, `/reports/${id}*`, `/records/${id}*/access`].map((path) => ({ url: url + path, headers }));
}
