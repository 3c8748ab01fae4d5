import { ErrorAnswer } from './schemas.ts';

/** What every route may answer: form, token, role and host are asked before it. */
const ALWAYS = [400, 401, 403, 414, 503];

export const errors = (...statuses: number[]) =>
  Object.fromEntries([...ALWAYS, ...statuses].map((status) => [status, ErrorAnswer]));
