// A reporter of `node --test` that writes the counts as JSON:
// {passed, failed, failures: ["path of a file"], skipped: ["name: reason"], longest: ["file 3.1 s"]}.
const LISTED = 12;

export default async function* counts(events) {
  const skipped = [];
  const files = [];
  const failures = new Set();
  let total;
  for await (const { type, data } of events) {
    if (data?.skip !== undefined && (type === 'test:pass' || type === 'test:fail')) {
      skipped.push(typeof data.skip === 'string' ? `${data.name}: ${data.skip}` : data.name);
    }
    if (type === 'test:fail' && data.file && data.skip === undefined && data.todo === undefined)
      failures.add(data.file);
    // The process of a file is a test itself, named by its path.
    if (type === 'test:complete' && data.file?.endsWith(data.name)) files.push(data);
    if (type === 'test:summary' && data.file === undefined) total = data.counts;
  }
  const { passed = 0, failed = 0, cancelled = 0 } = total ?? { failed: 1 };
  const longest = files
    .sort((a, b) => b.details.duration_ms - a.details.duration_ms)
    .slice(0, LISTED)
    .map(({ name, details }) => `${name} ${(details.duration_ms / 1000).toFixed(1)} s`);
  yield JSON.stringify({ passed, failed: failed + cancelled, failures: [...failures], skipped, longest });
}
