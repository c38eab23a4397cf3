import { Module } from '@nestjs/common';
import { DisclosureModule } from '../disclosure.module.js';
import { SharedPages } from './shared.pages.js';
import { SharingParties } from './sharing-parties.query.js';

/** The page doors of what was shared. */
@Module({ imports: [DisclosureModule], controllers: [SharedPages], providers: [SharingParties] })
export class SharedWebModule {}
