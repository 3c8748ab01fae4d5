/** Error codes of aggregates and exports: HTTP status, and what the caller can do. */
export const AGGREGATE_ERRORS = {
  SCD_RANGE_TOO_LARGE: { status: 400, help: 'Ask for a shorter range or for larger intervals.' },
  SCD_FORBIDDEN: { status: 403, help: 'The access rules do not let you read this; see policies/.' },
  SCD_CANCELLED: { status: 499, help: 'The client went away before the answer was there.' },
  SCD_WORKER_FAILED: { status: 500, help: 'The log has the details.' },
  SCD_BUSY: { status: 503, help: 'Ask again after the seconds in Retry-After.' },
} as const;

export function aggregateStatusOf(code: string): number | undefined {
  return (AGGREGATE_ERRORS as Record<string, { status: number }>)[code]?.status;
}
