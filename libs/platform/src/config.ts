import { createHash } from 'node:crypto';
import { IsEmail, IsIn, IsInt, IsOptional, IsUrl, Matches, Max, Min, validateSync } from 'class-validator';

const DATABASE = /^postgres(ql)?:\/\/.+/;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;
const INTEGERS = new Set(['PORT', 'REQUESTS_PER_MINUTE', 'SIGN_INS_PER_MINUTE', 'POOL_SIZE']);

/** The environment, parsed once. Names are those of the environment variables, in camel case. */
export class Config {
  @IsOptional()
  @Matches(DATABASE, { message: 'must be postgres://user:password@host/database' })
  public databaseUrl?: string;
  @IsOptional()
  @Matches(DATABASE, { message: 'must be postgres://user:password@host/database' })
  public databaseSigninUrl?: string;
  @IsOptional()
  @Matches(DATABASE, { message: 'must be postgres://user:password@host/database' })
  public databaseWorkerUrl?: string;
  @IsOptional()
  @Matches(DATABASE, { message: 'must be postgres://user:password@host/database' })
  public databaseAdminUrl?: string;
  @IsOptional()
  @Matches(/^(postgres(ql)?|rediss?):\/\/.+/, { message: 'must be redis://… or postgres://…' })
  public queueUrl?: string;
  @IsInt({ message: 'must be a port number' }) @Min(0) @Max(65535) public port = 3000;
  @Matches(/^[\w.:-]+$/, { message: 'must be a host name or address' }) public host = '127.0.0.1';
  @IsOptional()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    { message: 'must be an http(s) address' },
  )
  public publicUrl?: string;
  @IsOptional() @Matches(/^.{10,200}$/, { message: 'must have 10 to 200 characters' }) public demoPassword?: string;
  @IsOptional() @Matches(/^smtps?:\/\/.+/, { message: 'must be smtp://host:port' }) public smtpUrl?: string;
  @IsOptional() @IsEmail({ require_tld: false }, { message: 'must be an e-mail address' }) public mailFrom?: string;
  /** Hosts that webhooks may call, comma separated; without it there are none. */
  @IsOptional()
  @Matches(/^[a-z0-9.-]+(,\s*[a-z0-9.-]+)*$/, { message: 'must be host names in lower case, comma separated' })
  public webhookHosts?: string;
  /** Lets webhooks call http://127.0.0.1 and ::1: for tests and development alone. */
  @IsOptional() @IsIn(['yes', 'no'], { message: 'must be yes or no' }) public webhookLoopback?: 'yes' | 'no';
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
    message: 'must be fatal, error, warn, info, debug or silent',
  })
  public logLevel = 'info';
  @IsOptional() @Matches(/^.{32,}$/, { message: 'must have at least 32 characters' }) public sessionSecret?: string;
  /** Every page says that its data are synthetic. */
  @IsOptional() @IsIn(['yes', 'no'], { message: 'must be yes or no' }) public syntheticData?: 'yes' | 'no';
  /** Addresses of the reverse proxies whose X-Forwarded-For is believed, comma separated. */
  @IsOptional()
  @Matches(/^[\da-fA-F.:/,\s]+$/, { message: 'must be addresses, comma separated' })
  public trustedProxies?: string;
  @IsInt() @Min(1) public requestsPerMinute = 6000;
  @IsInt() @Min(1) public signInsPerMinute = 120;
  /** Connections of each request pool (reads, writes). */
  @IsInt() @Min(1) @Max(500) public poolSize = 10;

  /** For tests and for parts that already know: the named fields, the rest as usual. Throws ConfigMistakes. */
  public static of(fields: Partial<Config>): Config {
    const config = Object.assign(new Config(), fields);
    const mistakes = validateSync(config).map(
      ({ property, constraints }) => `${variable(property)} ${Object.values(constraints ?? {})[0]}.`,
    );
    if (mistakes.length === 0 && !config.onLoopback && !config.publicUrl?.startsWith('https://')) {
      mistakes.push(
        `HOST ${config.host} is reachable from outside: set PUBLIC_URL to the https address that people use.`,
      );
    }
    if (mistakes.length > 0) throw new ConfigMistakes(mistakes);
    return config;
  }

  /** @param needs fields that this process cannot do without. */
  public static fromEnv(env: NodeJS.ProcessEnv, needs: readonly (keyof Config)[] = []): Config {
    const fields: Record<string, unknown> = {};
    for (const name of NAMES) {
      const text = env[variable(name)]?.trim();
      if (text) fields[name] = INTEGERS.has(variable(name)) ? Number(text) : text;
    }
    const missing = needs.filter((name) => fields[name] === undefined).map((name) => `${variable(name)} is not set.`);
    if (missing.length > 0) throw new ConfigMistakes(missing);
    return Config.of(fields);
  }

  public get onLoopback(): boolean {
    return LOOPBACK.test(this.host);
  }

  /** Cookies are Secure and carry the __Host- prefix. */
  public get secure(): boolean {
    return this.publicUrl?.startsWith('https://') ?? false;
  }

  public get sessionCookie(): string {
    return this.secure ? '__Host-session' : 'session';
  }

  /** Signs CSRF tokens and banners; servers that share a database share it without another setting. */
  public get secret(): string {
    return (
      this.sessionSecret ??
      createHash('sha256')
        .update(`cookies of ${this.databaseSigninUrl ?? ''}`)
        .digest('hex')
    );
  }
}

const variable = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

const NAMES = [
  'databaseUrl', 'databaseSigninUrl', 'databaseWorkerUrl', 'databaseAdminUrl', 'queueUrl', 'port', 'host', 'publicUrl', 'demoPassword',
  'smtpUrl', 'mailFrom', 'logLevel', 'sessionSecret', 'syntheticData', 'trustedProxies', 'requestsPerMinute', 'signInsPerMinute', 'poolSize',
  'webhookHosts', 'webhookLoopback',
] as const; // prettier-ignore

/** One line per mistake; never the value, which may hold a password. */
export class ConfigMistakes extends Error {
  public constructor(public readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}
