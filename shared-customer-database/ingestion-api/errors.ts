import { AccessLayerError } from '@access-layer/core/errors';

/** Error codes of the Ingestion API and of reading the registry: HTTP status, and what the caller can do. */
export const INGESTION_ERRORS = {
  SCD_BAD_REQUEST: { status: 400, help: 'Compare the request with /openapi.json; `field` names the place.' },
  SCD_FORBIDDEN: { status: 403, help: 'The access rules do not let your role do this; see policies/.' },
  SCD_NOT_FOUND: { status: 404, help: 'It does not exist, or you may not see it.' },
  SCD_EXISTS: { status: 409, help: 'Read what is there; change it with PUT and If-Match.' },
  SCD_OVERLAP: { status: 409, help: 'End the interval that the message names first.' },
  SCD_REFERENCED: { status: 409, help: 'Remove what names it first.' },
  SCD_BINDING_STATE: { status: 409, help: 'Read the binding; this step does not follow from its status.' },
  SCD_SEQUENCE_FORK: {
    status: 409,
    help: 'You have signed two statements with one number. Both are kept as evidence.',
  },
  SCD_SEQUENCE_GAP: {
    status: 409,
    help: 'Hand in the statements before it first; `details` names the next number.',
  },
  SCD_CHAIN_BROKEN: { status: 409, help: 'Sign again with `prev` from `details`.' },
  SCD_STATEMENT_ID_TAKEN: { status: 409, help: 'Choose an id that you have not used for this type.' },
  SCD_HELD: { status: 409, help: 'The DSO decides the dispute first; `details` names it.' },
  SCD_UNDONE: { status: 409, help: 'Another line was refused, so nothing was written; see its line.' },
  SCD_REVISION_CONFLICT: { status: 412, help: 'Somebody changed it meanwhile: read it again, then repeat.' },
  SCD_TOO_LARGE: { status: 413, help: 'Send less at once; the message names the limit.' },
  SCD_MEDIA_TYPE: { status: 415, help: 'Send application/json, or application/x-ndjson for many.' },
  SCD_UNKNOWN_REFERENCE: { status: 422, help: 'Register what it names first.' },
  SCD_KEY_REUSED: { status: 422, help: 'Use a new Idempotency-Key for a new request.' },
  SCD_STATEMENT_REFUSED: {
    status: 422,
    help: 'The payload is not a statement of this kind; the message says why.',
  },
  SCD_BAD_SIGNATURE: {
    status: 422,
    help: 'Sign the exact bytes of the payload by EIP-191, with s in the lower half.',
  },
  SCD_WRONG_SIGNER: {
    status: 422,
    help: "Sign with the key that is registered for you, here and in the DSO's contract.",
  },
  SCD_REVISION_NEEDED: { status: 428, help: 'Send If-Match with the ETag of what you have read.' },
  SCD_POLICIES: { status: 500, help: 'Correct the access rules; the message lists their errors.' },
  SCD_KEYS_UNKNOWN: { status: 503, help: 'The key registry cannot be read at the moment; try again.' },
} as const;
export type IngestionErrorCode = keyof typeof INGESTION_ERRORS;

export interface ErrorBody {
  code: string;
  message: string;
  field?: string;
  details?: Record<string, unknown>;
}

/** An error for the caller. `field` is a path in the body or the name of a parameter. */
export function ingestionError(
  code: IngestionErrorCode,
  message: string,
  { field, details }: { field?: string; details?: Record<string, unknown> } = {},
): AccessLayerError {
  const context = { ...(field ? { field } : {}), ...(details ? { details } : {}) };
  return new AccessLayerError({ code, message, context, retryable: code === 'SCD_KEYS_UNKNOWN' });
}

export function ingestionStatusOf(code: string): number | undefined {
  return Object.hasOwn(INGESTION_ERRORS, code)
    ? INGESTION_ERRORS[code as IngestionErrorCode].status
    : undefined;
}

export function bodyOf(error: AccessLayerError): ErrorBody {
  return { code: error.code, message: error.message, ...error.context };
}
