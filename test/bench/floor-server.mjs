/** The floor: bare Fastify and pg as a superuser. Prints its port. */
import fastify from 'fastify';
import pg from 'pg';
import { FLOOR_LIST } from './floor-list.mjs';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_ADMIN_URL, max: 10 });
const app = fastify();
app.get('/list', async () => {
  const { rows } = await pool.query({ name: 'list', text: FLOOR_LIST });
  return { items: rows.slice(0, 25).map(({ at: _at, ...row }) => row), next: rows.length > 25 ? rows[24].at : null };
});
await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${app.server.address().port}\n`);
