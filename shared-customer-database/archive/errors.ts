/** Error codes of the archive. */
export const ARCHIVE_ERRORS = {
  SCD_ARCHIVE_NAME: { status: 500, help: 'Days are yyyy-MM-dd; files are named by the archiver.' },
  SCD_ARCHIVE_MISSING: { status: 500, help: 'Run `access-layer archive verify`: it names what is damaged.' },
  SCD_ARCHIVE_DAMAGED: {
    status: 500,
    help: 'Run `access-layer archive verify`, and put a copy of what it names in its place.',
  },
  SCD_ARCHIVE_CONFLICT: { status: 503, help: 'Another archiver works on the same day; try again.' },
} as const;
