import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { pause, type FaultWorld } from './a-fault-world.js';
import { say, tally, type Tally } from './fault-tally.js';

/** A disk that can be filled and emptied. */
export interface Disk {
  how: string;
  fill: () => Promise<void>;
  free: () => Promise<void>;
}

export interface SmallDisk extends Disk {
  /** The same disk, full at the moment when the database needs a new piece of its write-ahead log: it ends, and can only start again with space. */
  crashing: (admin: pg.Pool) => Disk;
  /** Points this process's databases at the cluster on it, and back. */
  enter: () => void;
  leave: () => Promise<void>;
}

/** Whether a disk of its own can be mounted here. */
export const mayMount = process.getuid?.() === 0 && existsSync('/proc/self/mounts');

const CHUNK = Buffer.alloc(1024 * 1024);

/** A whole cluster on a tmpfs: what is full is full for tables, indexes, the log and the queue alike. */
export async function smallDisk(): Promise<SmallDisk> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'small-disk-cluster.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('exit', (code) => reject(new Error(`no small disk: ${code}`)));
  });
  const { url, password, folder } = JSON.parse(line) as { url: string; password: string; folder: string };
  const ballast = join(folder, 'ballast');
  const before = { ...process.env };
  const disk: Disk = {
    how: 'a tmpfs, mounted as root',
    fill: () => Promise.resolve(fill(ballast)),
    free: () => Promise.resolve(rmSync(ballast)),
  };
  return {
    ...disk,
    crashing: (admin) => ({
      ...disk,
      how: 'a tmpfs, mounted as root, until the write-ahead log had no room and PostgreSQL ended',
      fill: async () => {
        await disk.fill();
        for (let n = 0; n < 40; n += 1)
          await admin
            .query(`SELECT pg_logical_emit_message(true, 'x', 'y')`)
            .then(
              () => admin.query('SELECT pg_switch_wal()'),
              () => undefined,
            )
            .catch(() => undefined);
      },
    }),
    enter: () => Object.assign(process.env, { TEST_POSTGRES_URL: url, TEST_POSTGRES_PASSWORD: password }),
    leave: async () => {
      const { TEST_POSTGRES_URL, TEST_POSTGRES_PASSWORD } = before;
      Object.assign(process.env, { TEST_POSTGRES_URL, TEST_POSTGRES_PASSWORD });
      child.stdin.end();
      await exited;
    },
  };
}

function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (let chunk = CHUNK; chunk.length > 0;) {
      try {
        writeSync(handle, chunk);
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOSPC') throw error;
        chunk = chunk.subarray(0, chunk.length >> 1);
      }
    }
  } finally {
    closeSync(handle);
  }
}

const TABLES = ['audit.entry', 'platform.outbox', 'intelligence.report', 'notifications.notification'];

/** Without a disk of its own: the same error of the database, out of the tables that everything goes through. */
export function pretendedDisk(admin: pg.Pool): Disk {
  return {
    how: 'NO ROOT OR QUICK: SQLSTATE 53100 raised by triggers, no disk was full',
    fill: async () => {
      await admin.query(`CREATE FUNCTION public.no_space() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`);
      for (const table of TABLES)
        await admin.query(`CREATE TRIGGER no_space BEFORE INSERT ON ${table} EXECUTE FUNCTION public.no_space()`);
    },
    free: async () => void (await admin.query('DROP FUNCTION public.no_space() CASCADE')),
  };
}

export interface Outcome extends Tally {
  /** Seconds until reads, writes and readiness were well again; undefined: they never were. */
  healed: number | undefined;
  /** Whether readiness said no meanwhile. */
  noticed: boolean;
}

/** Reads and writes until so many were refused, then space, then the same again. */
export async function fillDisk(at: FaultWorld, disk: Disk, refusals: number): Promise<Outcome> {
  const { answers } = at.asker;
  const from = answers.length;
  await disk.fill();
  let [refused, noticed] = [0, false];
  for (let n = 0; refused < refusals && n < 200; n += 1) {
    const round = await Promise.all(
      Array.from({ length: 20 }, (_, k) => (k % 4 === 3 ? at.write(n * 20 + k) : at.read(k))),
    );
    refused += round.filter(({ status }) => status === 503).length;
    noticed ||= refused > 0 && (await at.ready()).status === 503;
  }
  await disk.free();
  const healed = await at.until(async () => {
    const all = await Promise.all([at.read(0), at.read(1), at.write(0)]);
    return all.every(({ status }) => status < 400) && (await at.ready()).status === 200;
  });
  await pause(0);
  const counted = await tally(
    at,
    answers.slice(from).filter(({ requestId, body }) => requestId !== '' && !isHealth(body)),
  );
  say('disk full', disk.how, counted, { noticed, healed: `${healed?.toFixed(1)} s` });
  return { ...counted, healed, noticed };
}

const isHealth = (body: string): boolean => body.startsWith('{"status":"');
