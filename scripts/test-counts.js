// A reporter of `node --test` that writes the counts as JSON: {passed, failed, skipped: ["name: reason"]}.
export default async function* counts(events) {
  const skipped = [];
  let total;
  for await (const { type, data } of events) {
    if (data?.skip !== undefined && (type === 'test:pass' || type === 'test:fail')) {
      skipped.push(typeof data.skip === 'string' ? `${data.name}: ${data.skip}` : data.name);
    }
    if (type === 'test:summary' && data.file === undefined) total = data.counts;
  }
  const { passed = 0, failed = 0, cancelled = 0 } = total ?? { failed: 1 };
  yield JSON.stringify({ passed, failed: failed + cancelled, skipped });
}
