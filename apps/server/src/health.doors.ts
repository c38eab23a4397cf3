import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { migrations } from '@clin/migrations';
import { Config, Databases, Public } from '@clin/platform';
import { AuditWriter, probeQueue } from '@clin/platform/server';

const APPLIED =
  'SELECT count(*)::int AS known FROM platform.applied_migrations() AS applied (name) WHERE applied.name = ANY ($1)';

@ApiTags('health')
@Controller('health')
export class HealthDoors {
  public constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly databases: Databases,
    private readonly audit: AuditWriter,
    private readonly config: Config,
  ) {}

  @Get('live')
  @Public('says only that the process runs')
  public live(): { status: string } {
    return { status: 'ok' };
  }

  /** 200 when the database answers, its migrations are current, the log can be written and the queue answers; otherwise 503. */
  @Get('ready')
  @Public('says only which parts answer')
  public async ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.part('database', () => this.databases.signinPool.query('SELECT 1')),
      () => this.part('migrations', () => this.migrationsCurrent()),
      () => this.part('audit', () => this.audit.check()),
      () => this.part('queue', async () => (this.config.queueUrl ? probeQueue(this.config.queueUrl) : undefined)),
    ]);
  }

  private async part(name: string, probe: () => Promise<unknown>) {
    const session = this.indicator.check(name);
    return probe().then(
      () => session.up(),
      () => session.down(),
    );
  }

  private async migrationsCurrent(): Promise<void> {
    const names = migrations.map(({ name }) => name);
    const { rows } = await this.databases.auditPool.query<{ known: number }>(APPLIED, [names]);
    if (rows[0]?.known !== names.length) throw new ServiceUnavailableException();
  }
}
