/** Error codes of aggregates and exports: HTTP status, and what the caller can do. */
export const AGGREGATE_ERRORS = {
  SCD_RANGE_TOO_LARGE: { status: 400, help: 'Ask for a shorter range or in parts.' },
  SCD_SUPPRESSED: { status: 403, help: 'Ask for groups of more PoDs, or for the consent of the customer.' },
  SCD_CANCELLED: { status: 499, help: 'The client went away before the answer was there.' },
  SCD_WORKER_FAILED: { status: 500, help: 'The log has the details.' },
  SCD_BUSY: { status: 503, help: 'Ask again after the seconds in Retry-After.' },
} as const;
