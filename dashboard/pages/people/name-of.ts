/** The name of an account by its subject; where accounts are kept elsewhere the subject itself. */
export function nameOf(accounts: readonly { subject: string; name: string }[]): (subject: string) => string {
  const names = new Map(accounts.map(({ subject, name }) => [subject, name]));
  return (subject) => names.get(subject) ?? subject;
}

/** The subject that was meant by what was written: a user name, or the subject itself. */
export function subjectOf(
  accounts: readonly { subject: string; username: string }[],
  written: string,
): string {
  return accounts.find(({ username }) => username === written)?.subject ?? written;
}
