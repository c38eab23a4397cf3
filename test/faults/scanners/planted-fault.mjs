import { createServer } from 'node:http';
import pg from 'pg';

/** A page as nobody should write it: its term goes into SQL and into HTML as it stands. What finds nothing here says nothing about ours. */
export async function plant(adminUrl) {
  const pool = new pg.Pool({ connectionString: adminUrl.replace(/[^/]+$/, 'postgres'), max: 4 });
  pool.on('error', () => undefined);
  const server = createServer(async (request, reply) => {
    const term = new URL(request.url, 'http://localhost').searchParams.get('term') ?? '';
    const rows = await pool
      .query(`SELECT datname FROM pg_database WHERE datname LIKE '%${term}%'`)
      .then(({ rows: found }) => found.map(({ datname }) => datname))
      .catch((error) => [`ERROR: ${error.message}`]);
    reply.setHeader('content-type', 'text/html');
    reply.end(`<!doctype html><title>Search</title><a href="/search?term=post">Search</a>
      <form action="/search"><input name="term"></form><p>${term}</p><ul><li>${rows.join('<li>')}</ul>`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
      void pool.end();
    },
  };
}
