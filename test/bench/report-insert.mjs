/** A report's insert as the server does it: the statements of one draft with two items, taken from `SaveDraft`, and played again with ids of their own. */
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { SaveDraft } from '@clin/intelligence';
import { Clock, Config, Databases, Trail, Work } from '@clin/platform';

const ITEM = {
  original: 'What was seen of the line in the bench.',
  sanitised: 'Some sanitised text of an item.',
  sourceEvaluation: 1,
  intelligenceAssessment: 'A',
  handlingCode: 'P',
};

/** Answers how to insert one more; `andThen` runs before its commit. As a superuser, so that triggers can be taken away and nothing else changes. */
export async function reportInsert(urls, admin) {
  const { statements, ids } = await statementsOf(urls, admin);
  const sent = JSON.stringify(statements);
  return async (andThen) => {
    const fresh = ids.reduce((text, id) => text.replaceAll(id, randomUUID()), sent);
    const reference = `IR-${randomUUID()}`;
    for (const { text, values } of JSON.parse(fresh.replaceAll('IR-REFERENCE', reference))) {
      if (text === 'COMMIT') await andThen?.();
      await admin.query(text, values);
    }
  };
}

async function statementsOf(urls, admin) {
  const [statements, token] = [[], randomUUID()];
  const { rows } = await admin.query(
    `SELECT u.id AS "userId", u.agency_id AS "agencyId", (SELECT code FROM identity.area LIMIT 1) AS area
     FROM identity.user_account u WHERE u.email = 'analyst@mer.example'`,
  );
  const [{ area, ...person }] = rows;
  await admin.query(
    `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour')`,
    [createHash('sha256').update(token).digest(), person.userId],
  );
  const actor = {
    ...person,
    token,
    clearance: 2,
    permissions: new Set(),
    roles: ['analyst'],
    trail: new Trail(randomUUID(), 'bench'),
  };
  const databases = new Databases(Config.of({ databaseUrl: urls.DATABASE_URL }));
  await databases.onModuleInit();
  const { query } = pg.Client.prototype;
  try {
    pg.Client.prototype.query = function (text, values, ...rest) {
      if (typeof text === 'string') statements.push({ text, values: Array.isArray(values) ? values : [] });
      return query.call(this, text, values, ...rest);
    };
    const draft = {
      title: 'A title',
      sanitisedTitle: 'A title',
      eventDate: '2026-01-01',
      provenance: 'Text',
      marking: 'OFFICIAL-SENSITIVE',
      areas: [area],
      items: [ITEM, ITEM].map((item) => ({ ...item, areas: [area] })),
    };
    const saved = await new SaveDraft(new Work(databases), new Clock()).begin(actor, draft);
    const named = JSON.parse(JSON.stringify(statements).replaceAll(saved.reference, 'IR-REFERENCE'));
    return { statements: named, ids: [saved.id, ...saved.itemIds, actor.trail.requestId] };
  } finally {
    pg.Client.prototype.query = query;
    await databases.onApplicationShutdown();
  }
}
