/** Error codes of the archive. */
export const ARCHIVE_ERRORS = {
  SCD_ARCHIVE_NAME: { status: 500, help: 'Days are yyyy-MM-dd; files are named by the archiver.' },
  SCD_ARCHIVE_MISSING: { status: 500, help: 'Run `access-layer archive verify`: it names what is damaged.' },
} as const;
