import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { ROLES } from '@clin/platform';
import { issueFirstAccount } from '@clin/identity/seed';
import { withAdmin } from './environment.js';

export function addAccountCommands(program: Command): void {
  program
    .command('create-account')
    .description('create an account with a one-time password; for the first administrator, who then creates the others')
    .requiredOption('--email <address>')
    .requiredOption('--name <name>')
    .option('--agency <code>', 'home agency', 'NETWORK')
    .option('--role <role>', ROLES.join(', '), 'administrator')
    .option('--clearance <0-3>', 'against sensitivity', '0')
    .action(async ({ email, name, agency, role, clearance }: Record<string, string>) => {
      if (!(ROLES as readonly string[]).includes(role!)) throw new Error(`--role must be one of ${ROLES.join(', ')}.`);
      if (!/^[0-3]$/.test(clearance!)) throw new Error('--clearance must be 0 to 3.');
      const person = {
        id: randomUUID(),
        email: email!.toLowerCase(),
        name: name!,
        agency: agency!,
        role: role!,
        clearance: Number(clearance),
      };
      const password = await withAdmin((client) => issueFirstAccount(client, person));
      console.log(`Created ${person.email}. One-time password, shown once: ${password}`);
    });
}
