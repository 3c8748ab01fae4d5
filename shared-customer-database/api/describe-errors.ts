import type { RouteOptions } from 'fastify';
import { ErrorAnswer } from './schemas.ts';

/** Adds to a route's description what the token check may answer. */
export function describeErrors(route: RouteOptions): void {
  const schema = route.schema as { response?: Record<string, unknown> } | undefined;
  if (!schema?.response) return;
  schema.response = { ...refusals, ...schema.response };
}

const refusals = { 400: ErrorAnswer, 401: ErrorAnswer, 403: ErrorAnswer, 414: ErrorAnswer, 503: ErrorAnswer };
