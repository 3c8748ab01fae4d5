export interface AccessLayerErrorInput {
  /** One of a table of codes: LN_, BAL_, SCD_, GW_, or without prefix where every service shares it. */
  code: string;
  /** What was wrong, the value, what was expected, what to do. */
  message: string;
  retryable?: boolean;
  context?: Record<string, unknown>;
  cause?: unknown;
}

/** The one class of error. Code is what programs match; the message is for people and may change. */
export class AccessLayerError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly context: Record<string, unknown>;

  constructor({ code, message, retryable = false, context = {}, cause }: AccessLayerErrorInput) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AccessLayerError';
    this.code = code;
    this.retryable = retryable;
    this.context = context;
  }
}

/** Message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
