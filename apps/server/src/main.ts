import { Config } from '@clin/platform';
import { createServer } from './create-server.js';

async function main(): Promise<void> {
  const config = Config.fromEnv(process.env, ['databaseUrl', 'databaseSigninUrl', 'queueUrl']);
  const app = await createServer(config);
  await app.listen({ port: config.port, host: config.host });
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.send?.('ready');
}

const LISTENING: Record<string, string> = {
  EADDRINUSE: 'The port is in use. Stop what uses it, or set PORT to another.',
  EACCES: 'The port needs privileges. Set PORT to one above 1023.',
  EADDRNOTAVAIL: 'HOST is no address of this machine. Leave it out, or use 127.0.0.1.',
};

main().catch((error: Error & { code?: string }) => {
  for (const line of (LISTENING[error.code ?? ''] ?? error.message).split('\n'))
    process.stderr.write(`The server did not start. ${line}\n`);
  process.exit(1);
});
