interface Change {
  node: string;
  action: string;
  status: string;
  reason?: string;
  at: string;
  by: string;
}

interface Node {
  node: string;
  state: string;
  pod?: string;
  meters: string[];
  key?: string;
  reason?: string;
  certificateEnd?: string;
  place?: { name?: string; municipality: string; latitude: number; longitude: number };
  bindings?: { meter: string; role: string; key: string; from: string; until?: string; revokedAt?: string }[];
  certificates?: { fingerprint: string; end: string; revokedAt?: string; reason?: string }[];
  rotation?: { newKey: string; askedAt: string };
  changes?: Change[];
}

/** What the API has answered, for people. */
export function inWords(action: string, answer: unknown): string {
  if (action === 'code' || action === 'replace') return code(answer as Parameters<typeof code>[0]);
  if (action === 'list') return table((answer as { items: Node[] }).items);
  if (action === 'show' || action === 'revoke-certificate') return details(answer as Node);
  const { changes } = answer as { changes: Change[] };
  return changes.length === 0 ? 'nothing to change\n' : changes.map(line).join('');
}

function code({ code: text, node, pod, url, expiresAt }: Record<string, string>): string {
  return `${text}

for ${node} at PoD ${pod}, once, until ${expiresAt}. On the device:
  access-layer node enroll ${text} --url ${url} --meter HOST
`;
}

function table(nodes: Node[]): string {
  if (nodes.length === 0) return 'no Light Nodes\n';
  const rows = nodes.map(({ node, state, pod = '', meters, certificateEnd = '', place }) => [
    ...[node, state, pod, meters.join(' '), certificateEnd.slice(0, 10), place?.name ?? ''],
  ]);
  const head = ['node', 'state', 'PoD', 'meters', 'certificate', 'place'];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  return [head, ...rows]
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function details(of: Node): string {
  const { node, state, reason, pod, place, bindings = [], certificates = [], rotation, changes = [] } = of;
  const where =
    place && `${place.name ?? ''} ${place.municipality} ${place.latitude} ${place.longitude}`.trim();
  return [
    `${node}  ${state}${reason ? `: ${reason}` : ''}\n`,
    pod ? `PoD          ${pod}\n` : '',
    where ? `place        ${where}\n` : '',
    ...bindings.map(
      ({ meter, role, key, from, until, revokedAt }) =>
        `binding      ${meter} (${role})  ${key}  from ${from}${until ? ` until ${until}` : ''}${revokedAt ? `, revoked ${revokedAt}` : ''}\n`,
    ),
    ...certificates.map(
      ({ fingerprint, end, revokedAt, reason: why }) =>
        `certificate  ${fingerprint}  until ${end}${revokedAt ? `, refused since ${revokedAt}: ${why}` : ''}\n`,
    ),
    rotation
      ? `key asked    ${rotation.newKey}  since ${rotation.askedAt}: access-layer node confirm ${node}\n`
      : '',
    ...changes.map((change) => `change       ${line(change)}`),
  ].join('');
}

function line({ node, action, status, reason, at, by }: Change): string {
  return `${at}  ${node}  ${action}  ${status}${reason ? `: ${reason}` : ''}  (${by})\n`;
}
