import { program } from 'commander';
import { ConfigMistakes } from '@clin/platform/server';
import { addAccountCommands } from './account-commands.js';
import { addAuditCommands } from './audit-commands.js';
import { addDataCommands } from './data-commands.js';
import { addDatabaseCommands } from './database-commands.js';

program.name('npm run admin --').description('County Lines Intelligence Network: administration');
for (const add of [addDatabaseCommands, addDataCommands, addAccountCommands, addAuditCommands]) add(program);

program.parseAsync().catch((error: Error & { code?: string; errors?: Error[] }) => {
  const cause = error.errors?.[0] ?? error;
  const text = error instanceof ConfigMistakes ? error.lines.join('\n') : cause.message;
  process.stderr.write(
    `${text}${(cause as { code?: string }).code === 'ECONNREFUSED' ? '\nNo database answers at DATABASE_ADMIN_URL.' : ''}\n`,
  );
  process.exit(1);
});
