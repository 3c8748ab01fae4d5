import { AccessLayerError } from '@access-layer/core/errors';

/** An answer of openapi-fetch: `data` or `error`, and the response that it came with. */
export interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * The data of an answer.
 * @throws AccessLayerError with the code that the service gave, and `context.status`, where it was refused
 */
export async function dataOf<Data>(answer: Promise<Answer<Data>> | Answer<Data>): Promise<Data> {
  const { data, error, response } = await answer;
  if (response.ok) return data as Data;
  throw refusal(response.status, error);
}

/** An error of the body of a refusal. Services say `code`, Kafka REST `error_code`, the OAuth server `error`. */
export function refusal(status: number, body: unknown): AccessLayerError {
  const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const { code = said.error_code ?? said.error, message = said.error_description, ...context } = said;
  return new AccessLayerError({
    code: String(code ?? 'CLIENT_REFUSED'),
    message: `${status}: ${message ?? (typeof body === 'string' ? body.slice(0, 200) : 'no reason was given')}`,
    retryable: RETRYABLE.has(status),
    context: { status, ...context },
  });
}

const RETRYABLE = new Set([429, 502, 503, 504]);
