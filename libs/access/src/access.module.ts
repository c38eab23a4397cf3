import { Global, Module } from '@nestjs/common';
import { Boundary } from '@clin/platform';
import { DecideBoundary } from './decide-boundary.js';

/** Gives the guards their decision function. */
@Global()
@Module({ providers: [{ provide: Boundary, useClass: DecideBoundary }], exports: [Boundary] })
export class AccessModule {}
