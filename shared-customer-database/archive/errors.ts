/** Error codes of the archive. */
export const ARCHIVE_ERRORS = {
  SCD_ARCHIVE_NAME: { status: 500, help: 'Days are yyyy-MM-dd; files are named by the archiver.' },
  SCD_ARCHIVE_MISSING: { status: 500, help: 'Run `access-layer archive verify`: it names what is damaged.' },
  SCD_ARCHIVE_DAMAGED: {
    status: 500,
    help: 'Run `access-layer archive verify`, and put a copy of what it names in its place.',
  },
  SCD_ARCHIVED: { status: 409, help: 'POST /v1/archive/restores brings the day back for a time.' },
  SCD_RESTORE_UNKNOWN: { status: 404, help: 'GET /v1/archive/restores lists them.' },
  SCD_ARCHIVE_LACKS: {
    status: 500,
    help: 'The day stays in the store. Look in the log for what failed when it was archived.',
  },
  SCD_ARCHIVE_CHAIN: { status: 503, help: 'Nothing is served unchecked: try again when the chain answers.' },
  SCD_ARCHIVE_UNAVAILABLE: {
    status: 503,
    help: 'Nothing is lost: it is tried again. Look at the object store, its bucket and its keys.',
  },
  SCD_ARCHIVE_CONFLICT: { status: 503, help: 'Another archiver works on the same day; try again.' },
} as const;
