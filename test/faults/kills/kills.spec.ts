import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith } from '@clin/harness';

const KILLS = 2;
const PLANTS = 13;

/** The programme itself, with a few kills of each process: `npm run prove -- kills` asks for two hundred. */
describe('server, worker, database and queue killed under load', () => {
  let said = '';
  let code: number | null;
  let summaries: any[];

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clin-kills-report-'));
    const report = join(folder, 'report.json');
    const child = spawn(process.execPath, ['tools/prove.mjs', 'kills', '--kills', String(KILLS)], {
      env: { ...process.env, EACH: '1', PLANTS: 'yes', REPORT: report },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    code = await new Promise((resolve) => child.once('close', resolve));
    process.stdout.write(said);
    summaries = JSON.parse(readFileSync(report, 'utf8')) as any[];
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }, 300_000);

  const nothingIsLost = (backend: string, kinds: string[]): void => {
    const summary = summaries.find((one) => one.backend === backend);
    expect(summary.faults).toEqual([]);
    expect(summary.processes.map(({ kind }: any) => kind)).toEqual(kinds);
    for (const { kills } of summary.processes) expect(kills).toBeGreaterThanOrEqual(KILLS);
    for (const what of ['writes', 'notifications', 'mails', 'calls']) {
      expect(summary[what]).toMatchObject({ lost: 0, doubled: 0, found: summary[what].owed });
      expect(summary[what].owed).toBeGreaterThan(0);
    }
    expect(summary.answers).toMatchObject({ unaudited: 0, delivered: expect.any(Number) });
    expect(summary.chain).toMatchObject({ holds: true, unsealed: 0 });
    // Each fault that is planted afterwards is found: the reckoning can fail.
    expect(summary.plants).toEqual({ found: PLANTS, missed: [] });
    expect(code).toBe(0);
  };

  it('lose and double nothing with the queue in PostgreSQL', () =>
    nothingIsLost('postgres', ['server', 'worker', 'postgres']));

  describeWith('redis-server')('with Redis', () => {
    it('lose and double nothing, though every other time the queue comes back empty', () =>
      nothingIsLost('redis', ['server', 'worker', 'postgres', 'redis']));
  });
});
