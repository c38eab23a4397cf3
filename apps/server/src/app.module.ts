import { Module, type CanActivate, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { ThrottlerModule } from '@nestjs/throttler';
import { LoggerModule } from 'nestjs-pino';
import { AccessModule } from '@clin/access';
import { Config, PlatformModule } from '@clin/platform';
import { BoundaryGuard, InputPipe, PermissionGuard } from '@clin/platform/server';
import { SignedInGuard } from '@clin/identity';
import { HealthDoors } from './health.doors.js';
import { OpenApiDoor, OpenApiDocument } from './open-api.door.js';
import { RateLimitGuard, rateLimits } from './rate-limits.js';
import { rooms } from './rooms.js';

/** For tests that switch a wall off, or plant a door; nothing in the environment reaches them. */
export interface Overrides {
  guards?: { permission?: Type<CanActivate>; boundary?: Type<CanActivate> };
  /** In place of `access`, which provides the Boundary. */
  access?: DynamicModule;
  doors?: Type[];
  providers?: Provider[];
}

@Module({})
export class AppModule {
  public static register(config: Config, overrides: Overrides = {}): DynamicModule {
    const { permission = PermissionGuard, boundary = BoundaryGuard } = overrides.guards ?? {};
    const guards = [RateLimitGuard, SignedInGuard, permission, boundary];
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config),
        overrides.access ?? AccessModule,
        LoggerModule.forRoot({ forRoutes: [], pinoHttp: { level: config.logLevel, autoLogging: false, base: null } }),
        ThrottlerModule.forRoot(rateLimits(config)),
        TerminusModule.forRoot({ logger: false }),
        ...rooms.modules,
      ],
      controllers: [HealthDoors, OpenApiDoor, ...rooms.doors, ...(overrides.doors ?? [])],
      providers: [
        OpenApiDocument,
        ...guards.map((guard) => ({ provide: APP_GUARD, useClass: guard })),
        { provide: APP_PIPE, useClass: InputPipe },
        ...(overrides.providers ?? []),
      ],
    };
  }
}
