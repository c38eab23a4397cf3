import type { Reflector } from '@nestjs/core';
import { DOOR, PUBLIC, type Door } from './requires.js';

type Target = Parameters<Reflector['getAllAndOverride']>[1][number];

/** What a route handler declares: its own declaration wins over its controller's. */
export function doorOf(reflector: Reflector, ...targets: Target[]): { door?: Door; open?: string } {
  return {
    door: reflector.getAllAndOverride<Door | undefined>(DOOR, targets),
    open: reflector.getAllAndOverride<string | undefined>(PUBLIC, targets),
  };
}
