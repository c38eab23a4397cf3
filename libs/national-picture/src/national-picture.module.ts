import { Module } from '@nestjs/common';
import { NationalPictureQuery } from './national-picture.query.js';
import './permissions.js';

@Module({ providers: [NationalPictureQuery], exports: [NationalPictureQuery] })
export class NationalPictureModule {}
