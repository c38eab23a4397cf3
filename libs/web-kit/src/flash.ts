import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Flash } from './page.js';
import { cookieNameFor } from './options.js';

const SECONDS = 60;
const cut = (text: string | undefined): string | undefined => text?.slice(0, 300);

function cookie(secure: boolean) {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, signed: true, maxAge: SECONDS } as const;
  return { name: cookieNameFor({ secure }, 'flash'), options };
}

export function keepFlash(reply: FastifyReply, flash: Flash, secure: boolean): void {
  const { name, options } = cookie(secure);
  const kept: Flash = { ...flash, title: cut(flash.title) ?? '', text: cut(flash.text) };
  reply.setCookie(name, Buffer.from(JSON.stringify(kept)).toString('base64url'), options);
}

/** The banner kept by the redirect before this page, shown once. */
export function takeFlash(request: FastifyRequest, reply: FastifyReply, secure: boolean): Flash | undefined {
  const { name } = cookie(secure);
  const raw = request.cookies?.[name];
  if (!raw) return undefined;
  reply.clearCookie(name, { path: '/', secure, httpOnly: true, sameSite: 'lax' });
  const { valid, value } = request.unsignCookie(raw);
  if (!valid || !value) return undefined;
  return JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as Flash;
}
