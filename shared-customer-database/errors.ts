import { AGGREGATE_ERRORS } from './aggregates/errors.ts';
import { ARCHIVE_ERRORS } from './archive/errors.ts';
import { SEARCH_ERRORS } from './stores/search-parts/errors.ts';

/** Error codes of the Shared Customer Database: HTTP status, and what the one who meets it can do. */
export const SCD_ERRORS = {
  SCD_BAD_REQUEST: {
    status: 400,
    help: 'Compare the request with /openapi.json; the message names the value.',
  },
  SCD_NOT_ACCEPTABLE: { status: 406, help: 'Ask for one of the media types that the message lists.' },
  SCD_FORBIDDEN: { status: 403, help: 'The access rules do not let your role do this; see policies/.' },
  SCD_POD_UNKNOWN: { status: 404, help: 'GET /v1/series lists the PoDs of which something is stored.' },
  SCD_HASH_UNKNOWN: { status: 404, help: 'Hashes stand in the certificate of each reading.' },
  SCD_NOT_ANCHORED: { status: 409, help: 'Wait until the batch is anchored, then ask again.' },
  SCD_NO_BINDING: {
    status: 409,
    help: "The DSO's registrar publishes the opening on the stream `registry`.",
  },
  SCD_READ_LEDGER: {
    status: 503,
    help: 'Nothing is read that cannot be entered. Look at the disk of the service; ask again.',
  },
  SCD_REGISTRY_UNAVAILABLE: {
    status: 503,
    help: 'Ask again; what was answered is kept. The operator looks at the database of the registry.',
  },
  SCD_NOT_ENDED: { status: 409, help: 'Ask again when the activation is over.' },
  SCD_NO_KEY: { status: 409, help: 'Ask the operator to give this service a key (`signing`).' },
  SCD_NOT_LOOPBACK: { status: 500, help: 'Set http.host to 127.0.0.1, ::1 or localhost.' },
  SCD_VERIFIER: { status: 500, help: 'Nothing: the records are taken again. The log has the cause.' },
  SCD_NOT_EMPTY: { status: 409, help: 'Add --empty to delete what is stored and read the stream again.' },
  SCD_OFFSET: { status: 400, help: 'Give an offset that the stream still keeps, or 0 for its begin.' },
  SCD_ARGUMENTS: { status: 400, help: 'Run main.ts --help.' },
  SCD_PARTY_TOPICS: {
    status: 500,
    help: 'Register the party, or take it out of partyTopics.parties; its records wait.',
  },
  ...AGGREGATE_ERRORS,
  ...ARCHIVE_ERRORS,
  ...SEARCH_ERRORS,
  SCD_ADAPTER: { status: 500, help: 'Name an adapter that exists in the configuration.' },
} as const;
export type ScdErrorCode = keyof typeof SCD_ERRORS;

/** HTTP status of a code; undefined for codes of others. */
export function statusOf(code: string): number | undefined {
  return (SCD_ERRORS as Record<string, { status: number }>)[code]?.status;
}
