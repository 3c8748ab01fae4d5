import { type Caller, callerOf, type Role } from '@access-layer/kit/token';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { gatewayError } from '../errors.ts';

/** Who keeps clients, people, keys and limits. The route table asks for the scope as well. */
const ADMINISTRATORS: readonly Role[] = ['dso-administrator'];
/** Who sees limits and statistics of all clients. */
const OBSERVERS: readonly Role[] = ['dso-administrator', 'dso-operator'];

/** Whether what concerns all clients is shown: a token of the DSO that was given the scope `admin`. */
export function seesAllClients({ role, scopes }: Caller): boolean {
  return scopes.has('admin') && OBSERVERS.includes(role);
}

/** Refuses everyone but administrators: a scope says what a token is for, a role whose it is. */
export async function requireAdministrator(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
  const { role } = callerOf(request);
  if (ADMINISTRATORS.includes(role)) return;
  const message = `this is for ${ADMINISTRATORS.join(', ')}; the token is of ${role}`;
  throw gatewayError('GW_FORBIDDEN', message);
}
