import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AuditWriter } from './audit-writer.js';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { Databases } from './databases.js';
import { DoorInventory } from './door-inventory.js';
import { Read } from './read.js';
import { Work } from './work.js';

const SHARED = [Databases, Read, Work, AuditWriter, Clock];

@Global()
@Module({})
export class PlatformModule {
  public static forRoot(config: Config): DynamicModule {
    return {
      module: PlatformModule,
      imports: [DiscoveryModule],
      providers: [{ provide: Config, useValue: config }, DoorInventory, ...SHARED],
      exports: [Config, DoorInventory, ...SHARED],
    };
  }
}
