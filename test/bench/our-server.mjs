/** Our server as it is; with UNAUDITED=1 its audit writer answers at once. Prints its port. */
import { Config } from '@clin/platform';
import { AuditWriter } from '@clin/platform/server';
import { createServer } from '@clin/server';

if (process.env.UNAUDITED === '1') AuditWriter.prototype.append = () => Promise.resolve();
const app = await createServer(Config.fromEnv(process.env));
await app.listen(0, '127.0.0.1');
process.stdout.write(`${new URL(await app.getUrl()).port}\n`);
process.on('SIGTERM', () => process.exit(0));
