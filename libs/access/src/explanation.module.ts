import { Global, Module } from '@nestjs/common';
import './permissions.js';
import { ExplainAccess } from './explain-access.query.js';
import { PreviewChange } from './preview-change.query.js';
import { SimulateSight } from './simulate-sight.query.js';

const QUERIES = [ExplainAccess, SimulateSight, PreviewChange];

/** Why, why not, who else, since when, and what a change would reveal; the apps add the doors. */
@Global()
@Module({ providers: QUERIES, exports: QUERIES })
export class ExplanationModule {}
