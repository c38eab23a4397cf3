import type { Command } from 'commander';
import { verifyAudit, type Head } from '@clin/audit';
import { withAdmin } from './environment.js';

export function addAuditCommands(program: Command): void {
  program
    .command('audit')
    .description('the audit log')
    .command('verify')
    .description('recompute the whole chain; exit code 1 where it does not hold')
    .option('--head <seq:hash>', 'a head noted earlier, off this host: finds a cut or forked chain')
    .action(async ({ head }: { head?: string }) => {
      const verdict = await withAdmin((client) => verifyAudit(client, head === undefined ? undefined : readHead(head)));
      console.log(
        `${verdict.rows} sealed rows verified, ${Math.round(verdict.rowsPerSecond)} a second; ${verdict.unsealed} not sealed yet.`,
      );
      if (verdict.head) console.log(`Head to note elsewhere: ${verdict.head.seq}:${verdict.head.hash}`);
      if (!verdict.broken) return console.log('The chain holds.');
      console.error(`The chain is broken at link ${verdict.broken.seq}: ${verdict.broken.kind}.`);
      process.exitCode = 1;
    });
}

function readHead(text: string): Head {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!seq || !hash) throw new Error('--head must be a sequence number, a colon and 64 hexadecimal digits.');
  return { seq: Number(seq), hash };
}
