import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { doorOf } from './door.js';
import { isDeclared } from './permissions.js';
import type { Door } from './requires.js';

const PATH = 'path';
const METHOD = 'method';

export interface ListedDoor {
  method: string;
  path: string;
  handler: string;
  /** What @Requires declared, or the reason of @Public. */
  door?: Door;
  open?: string;
}

/** Every route of Nest's own registry with what it declares. A door without a declaration stops the start. */
@Injectable()
export class DoorInventory implements OnModuleInit {
  public constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  public onModuleInit(): void {
    const faults = this.listDoors().flatMap((listed) =>
      faultsOf(listed).map((fault) => `${listed.method} ${listed.path} (${listed.handler}) ${fault}`),
    );
    if (faults.length > 0) throw new Error(`Doors without a declaration:\n${faults.join('\n')}`);
  }

  public listDoors(): ListedDoor[] {
    return this.discovery.getControllers().flatMap((controller) => {
      const { metatype, instance, name } = controller;
      if (!metatype || !instance) return [];
      const prototype = Object.getPrototypeOf(instance) as object;
      return this.scanner.getAllMethodNames(prototype).flatMap((key) => {
        const handler = (prototype as Record<string, (...args: unknown[]) => unknown>)[key];
        const path = this.reflector.get<string | string[] | undefined>(PATH, handler);
        if (path === undefined) return [];
        const method = RequestMethod[this.reflector.get<RequestMethod>(METHOD, handler)];
        const declared = doorOf(this.reflector, handler, metatype);
        return pathsOf(this.reflector.get<string | string[]>(PATH, metatype), path).map((full) => ({
          method,
          path: full,
          handler: `${name}.${key}`,
          ...declared,
        }));
      });
    });
  }
}

function faultsOf({ door, open, path }: ListedDoor): string[] {
  if (open !== undefined) return open.trim() === '' || door ? ['needs either @Requires or @Public with a reason'] : [];
  if (!door) return ['has neither @Requires nor @Public'];
  const faults: string[] = [];
  if (!isDeclared(door.permission)) faults.push(`requires "${door.permission}", which no permissions.ts declares`);
  if (door.boundary === 'record' && !path.includes(`:${door.param ?? 'id'}`))
    faults.push(`has no parameter :${door.param ?? 'id'}`);
  return faults;
}

function pathsOf(prefix: string | string[], path: string | string[]): string[] {
  return [prefix].flat().flatMap((first) =>
    [path].flat().map((second) => {
      const parts = [first, second].flatMap((part) => part.split('/')).filter(Boolean);
      return `/${parts.join('/')}`;
    }),
  );
}
